"""上报: the unit hands on what its people have filed for themselves, or gives it back."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from programs.actions.batch import Result, act_on_each
from programs.models import Application
from programs.states import Action, State
from programs.workflow import Refused


class Unconfirmed(Refused):
    """Nobody has confirmed that the people belong to the unit and that the material is true."""


def report_up(
    applications: Iterable[Application], user: User, address: str, *, is_confirmed: bool
) -> list[Result]:
    """Reports each application up and tells the result for each.

    Raises `Unconfirmed` before anything is done.
    """
    if not is_confirmed:
        raise Unconfirmed(_("请先勾选确认：申报人为本单位职工，申报材料真实、准确、完整。"))
    waiting = {State.AWAITING_UNIT}
    return act_on_each(applications, Action.REPORT_UP, user, address, waiting=waiting)
