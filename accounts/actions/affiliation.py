"""To whom a unit belongs, who reviews it, and whom the offices call."""

from typing import Any

from django.db import transaction

from accounts.actions.audit import record
from accounts.actions.units import lock_unit
from accounts.models import Liaison, User
from portal.lib.masking import mask_mobile, mask_name


@transaction.atomic
def choose_affiliation(
    unit_id: int, values: dict[str, Any], actor: User, address: str | None = None
) -> None:
    """Sets 隶属关系 and 审核机构; what is filed and published from now on goes there."""
    unit = lock_unit(unit_id, actor)
    before = unit.reviewing_office_id
    unit.affiliation = values["affiliation"]
    unit.reviewing_office = values["reviewing_office"]
    unit.save(update_fields=["affiliation", "reviewing_office", "updated_at"])
    offices = {"from": before, "to": unit.reviewing_office_id}
    detail = {"affiliation": unit.affiliation, "office": offices}
    record(actor, "choose_affiliation", unit, detail, address)


@transaction.atomic
def name_liaison(
    unit_id: int, values: dict[str, Any], actor: User, address: str | None = None
) -> None:
    """Sets 单位联络员."""
    unit = lock_unit(unit_id, actor)
    Liaison.objects.update_or_create(unit=unit, defaults=values)
    detail = {"name": mask_name(values["name"]), "mobile": mask_mobile(values["mobile"])}
    record(actor, "name_liaison", unit, detail, address)
