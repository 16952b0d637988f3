"""企业信息变更: asking for one, taking it back, and deciding it."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.requests import close, lock_pending
from accounts.actions.stash import hand_over
from accounts.actions.units import must_act_for
from accounts.models import (
    District,
    StashedUpload,
    Unit,
    UnitChange,
    UnitChangeAttachment,
    User,
)
from accounts.notifications import notify
from accounts.rules import judges_unit
from portal.lib.dates import today
from portal.lib.numbering import next_number
from portal.lib.refusals import Refused

PREFIX = "XX"
PROFILE = "/member/profile/"


def ask_for_unit_change(
    unit: Unit,
    changes: dict[str, list[str]],
    proofs: Sequence[StashedUpload],
    actor: User,
    address: str | None = None,
) -> UnitChange:
    """Keeps what is to be changed, name → [old, new], for the office.

    Called by `update_profile`, which has locked the unit. Raises Refused for a second request.
    """
    if not proofs:
        raise Refused(_("请上传最新营业执照和登记机关的变更说明。"))
    try:
        with transaction.atomic():
            change = UnitChange.objects.create(
                number=next_number(PREFIX, today().year), unit=unit, user=actor, changes=changes
            )
    except IntegrityError:
        raise Refused(_("本单位已有一件信息变更正在审核中，请等待结果或先撤回。")) from None
    for proof in proofs:
        hand_over(proof, UnitChangeAttachment(unit_change=change), actor)
    record(actor, "ask_for_unit_change", change, {"changes": changes}, address)
    return change


@transaction.atomic
def withdraw(change_id: int, actor: User, address: str | None = None) -> None:
    """The unit takes the request back. Raises PermissionDenied or Refused."""
    change = lock_pending(UnitChange, change_id)
    must_act_for(actor, change.unit_id)
    close(change, UnitChange.State.WITHDRAWN, "", actor)
    record(actor, "withdraw_unit_change", change, address=address)


@transaction.atomic
def approve(change_id: int, opinion: str, actor: User, address: str | None = None) -> UnitChange:
    """Changes the profile; what is submitted keeps what it says. PermissionDenied or Refused."""
    change, unit = _lock(change_id, actor)
    new = {name: value for name, (_old, value) in change.changes.items()}
    district = new.get("district_id")
    if district and not District.objects.filter(pk=district, is_active=True).exists():
        raise Refused(_("变更后的区域已停用，请填写意见后不予通过。"))
    for name, value in new.items():
        setattr(unit, name, value)
    unit.save(update_fields=[*new, "updated_at"])
    close(change, UnitChange.State.APPROVED, opinion, actor)
    detail = {"unit": unit.uscc, "changes": change.changes}
    record(actor, "approve_unit_change", change, detail, address)
    _tell(change, unit, "unit_change_approved")
    return change


@transaction.atomic
def refuse(change_id: int, opinion: str, actor: User, address: str | None = None) -> UnitChange:
    """Turns the request down; the opinion is told. Raises PermissionDenied or Refused."""
    change, unit = _lock(change_id, actor)
    close(change, UnitChange.State.REFUSED, opinion, actor)
    record(actor, "refuse_unit_change", change, {"opinion": change.opinion}, address)
    _tell(change, unit, "unit_change_refused")
    return change


def _lock(change_id: int, actor: User) -> tuple[UnitChange, Unit]:
    """The unit first, as `update_profile` locks it, then its request."""
    unit_id = UnitChange.objects.values_list("unit_id", flat=True).get(pk=change_id)
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if not judges_unit(actor, unit):
        raise PermissionDenied(_("您没有审核该单位信息变更的权限。"))
    return lock_pending(UnitChange, change_id), unit


def _tell(change: UnitChange, unit: Unit, kind: str) -> None:
    context = {"unit": unit.name, "number": change.number, "comment": change.opinion}
    notify(change.user, kind, context, link=PROFILE)
