"""To whom a unit belongs, who reviews it, and whom the offices call."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import Liaison, Unit, User
from accounts.rules import acts_for
from portal.lib.masking import mask_mobile, mask_name


@transaction.atomic
def choose_affiliation(
    unit_id: int, values: dict[str, Any], actor: User, address: str | None = None
) -> None:
    """Sets 隶属关系 and 审核机构; what is filed and published from now on goes there."""
    unit = _lock(unit_id, actor)
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
    unit = _lock(unit_id, actor)
    Liaison.objects.update_or_create(unit=unit, defaults=values)
    detail = {"name": mask_name(values["name"]), "mobile": mask_mobile(values["mobile"])}
    record(actor, "name_liaison", unit, detail, address)


def _lock(unit_id: int, actor: User) -> Unit:
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if not acts_for(actor, unit.pk):
        raise PermissionDenied(_("您已不能代表该单位办理业务。"))
    return unit
