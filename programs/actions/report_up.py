"""上报: the unit hands on what its people have filed for themselves, or gives it back."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from programs.actions.batch import Result
from programs.models import Application
from programs.states import Action, State
from programs.workflow import Refused, move


class Unconfirmed(Refused):
    """Nobody has confirmed that the people belong to the unit and that the material is true."""


def report_up(
    applications: Iterable[Application], user: User, address: str, *, is_confirmed: bool
) -> list[Result]:
    """Reports each application up in a transaction of its own and tells the result for each.

    One that a colleague has reported up meanwhile counts as done. Raises `Unconfirmed` before
    anything is done.
    """
    if not is_confirmed:
        raise Unconfirmed(_("请先勾选确认：申报人为本单位职工，申报材料真实、准确、完整。"))
    return [_report(application, user, address) for application in applications]


def _report(application: Application, user: User, address: str) -> Result:
    if application.state != State.AWAITING_UNIT:
        return Result(application, is_submitted=True)
    try:
        reported = move(application.pk, Action.REPORT_UP, user, address=address)
    except (Refused, PermissionDenied) as error:
        return Result(application, is_submitted=False, refusal=str(error))
    return Result(reported, is_submitted=True)
