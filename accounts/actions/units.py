"""Who changes something of a unit must be acting for it, at the moment of the change."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.rules import acts_for


def lock_unit(unit_id: int, actor: User) -> Unit:
    """The unit, locked until the transaction ends. Raises PermissionDenied as below."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    must_act_for(actor, unit_id)
    return unit


def must_act_for(actor: User, unit_id: int) -> None:
    """Raises PermissionDenied when the actor does not act for the unit (any more)."""
    if not acts_for(actor, unit_id):
        raise PermissionDenied(_("您已不能代表该单位办理业务。"))
