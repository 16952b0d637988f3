"""Submitting many people with one click."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied

from accounts.models import User
from programs.models import Application
from programs.rules.completeness import Problem
from programs.states import EDITABLE, Action
from programs.submission import Incomplete
from programs.workflow import Refused, move


@dataclass(frozen=True)
class Result:
    """What became of one person."""

    application: Application
    is_submitted: bool
    problems: list[Problem] = field(default_factory=list)
    refusal: str = ""


def submit_people(people: Iterable[Application], user: User, address: str) -> list[Result]:
    """Submits each person in a transaction of its own and tells the result for each.

    Somebody who was submitted before, by a second click or a colleague, counts as submitted.
    """
    return [_submit(person, user, address) for person in people]


def _submit(person: Application, user: User, address: str) -> Result:
    if person.state not in EDITABLE:
        return Result(person, is_submitted=True)
    try:
        submitted = move(person.pk, Action.SUBMIT, user, address=address)
    except Incomplete as error:
        return Result(person, is_submitted=False, problems=error.problems)
    except (Refused, PermissionDenied) as error:
        return Result(person, is_submitted=False, refusal=str(error))
    return Result(submitted, is_submitted=True)
