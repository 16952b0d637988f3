"""One action on many applications, such as submitting everybody who is ticked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied

from accounts.models import User
from programs.models import Application
from programs.rules.completeness import Problem
from programs.states import Action
from programs.submission import Incomplete
from programs.workflow import Refused, move


@dataclass(frozen=True)
class Result:
    """What became of one application."""

    application: Application
    is_done: bool
    problems: list[Problem] = field(default_factory=list)
    refusal: str = ""


def act_on_each(
    applications: Iterable[Application],
    action: Action,
    user: User,
    address: str,
    *,
    waiting: Collection[str],
) -> list[Result]:
    """Takes the action on each in a transaction of its own and tells the result for each.

    What is not in one of the `waiting` states any more, by a second click or a colleague, counts
    as done.
    """
    return [
        _act(application, action, user, address)
        if application.state in waiting
        else Result(application, is_done=True)
        for application in applications
    ]


def _act(application: Application, action: Action, user: User, address: str) -> Result:
    try:
        return Result(move(application.pk, action, user, address=address), is_done=True)
    except Incomplete as error:
        return Result(application, is_done=False, problems=error.problems)
    except (Refused, PermissionDenied) as error:
        return Result(application, is_done=False, refusal=str(error))
