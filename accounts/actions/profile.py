"""Changing what a unit says about itself, and the proof it keeps on file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.actions.audit import record
from accounts.actions.files import store
from accounts.actions.unit_changes import ask_for_unit_change
from accounts.actions.units import lock_unit
from accounts.models import StashedUpload, Unit, UnitAttachment, UnitChange, User
from accounts.queries import EDITABLE_FIELDS, editable_values
from accounts.rules import needs_review
from portal.lib.masking import mask_email, mask_mobile, mask_name
from portal.lib.uploads import CheckedFile

MASKS = {
    "contact_name": mask_name,
    "contact_phone": mask_mobile,
    "contact_email": mask_email,
}


class ChangedMeanwhile(Exception):
    """Somebody saved the profile after it was opened. `fields`: what they changed, as it is now."""

    def __init__(self, fields: dict[str, Any], current: dict[str, Any]) -> None:
        super().__init__(sorted(fields))
        self.fields = fields
        self.current = current


@dataclass(frozen=True, slots=True)
class ProfileUpdate:
    """What came of an edit: the names of what is different, and what the office has to decide."""

    changed: list[str]
    request: UnitChange | None


@transaction.atomic
def update_profile(
    unit_id: int,
    values: dict[str, Any],
    seen: dict[str, Any],
    proofs: Sequence[StashedUpload],
    actor: User,
    address: str | None = None,
) -> ProfileUpdate:
    """Saves the editable fields; what the register says goes to the office, with the proofs.

    `seen` is what the form showed when it was opened. Raises ChangedMeanwhile when the profile is
    no longer that, PermissionDenied when the actor does not act for the unit (any more), Refused
    when the office has a request already or gets no proof.
    """
    unit = lock_unit(unit_id, actor)
    current = editable_values(unit)
    theirs = {name: value for name, value in current.items() if value != seen.get(name)}
    if theirs:
        raise ChangedMeanwhile(theirs, current)
    changed = [name for name in EDITABLE_FIELDS if values[name] != current[name]]
    reviewed = [name for name in changed if needs_review(name, current)]
    _save(unit, [name for name in changed if name not in reviewed], values, actor, address)
    request = None
    if reviewed:
        changes = {name: [current[name], values[name]] for name in reviewed}
        request = ask_for_unit_change(unit, changes, proofs, actor, address)
    return ProfileUpdate(changed, request)


def _save(
    unit: Unit, names: list[str], values: dict[str, Any], actor: User, address: str | None
) -> None:
    if not names:
        return
    changes = {
        name: [_shown(name, getattr(unit, name)), _shown(name, values[name])] for name in names
    }
    for name in names:
        setattr(unit, name, values[name])
    unit.save(update_fields=[*names, "updated_at"])
    record(actor, "update_profile", unit, {"changes": changes}, address)


def _shown(name: str, value: str) -> str:
    mask = MASKS.get(name)
    return mask(value) if mask else value


@transaction.atomic
def replace_certificate(
    unit: Unit, file: CheckedFile, actor: User, address: str | None = None
) -> UnitAttachment:
    """Puts a new credit-code certificate on file; earlier ones are kept as history."""
    attachment = UnitAttachment(unit=unit, slot=UnitAttachment.Slot.USCC_CERTIFICATE)
    store(attachment, file, actor)
    record(actor, "replace_certificate", unit, {"sha256": file.sha256}, address)
    return attachment
