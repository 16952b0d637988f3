"""What calculations look at, what they answer, and what they share."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.lib.dates import today
from portal.lib.money import yuan

ZERO = Decimal("0.00")
#: Label of the last step, the amount itself: what that is called, the programme's policy says.
THE_AMOUNT = ""


@dataclass(frozen=True)
class Facts:
    """What a calculation may look at."""

    answers: dict[str, Any]
    parameters: dict[str, Decimal]
    received_before: Decimal = ZERO
    """What the person was granted in earlier years in the programme or its group, in yuan."""
    months_used: int = 0
    """Months that those earlier grants paid for."""
    unit_granted: Decimal = ZERO
    """What the unit's other people in the call, filed before, take of its `unit_cap`, in yuan:
    as approved, else as proposed. Read under a lock, and only where that cap is a parameter."""
    year: int = 0
    """The filing year."""
    on: dt.date = field(default_factory=today)
    """The day on which it is reckoned."""


YUAN, POINTS = "yuan", "points"


@dataclass(frozen=True)
class Step:
    """One row of the working; the words stay Chinese in the record and are translated on show."""

    label: str
    formula: str
    value: Decimal
    measure: str = YUAN

    def as_json(self) -> dict[str, str]:
        step = {"label": self.label, "formula": self.formula, "value": str(self.value)}
        return step if self.measure == YUAN else {**step, "measure": self.measure}


def measured(value: Decimal, measure: str) -> str:
    """A value of a step as people read it."""
    return yuan(value) if measure == YUAN else _("{points} 分").format(points=value)


@dataclass(frozen=True)
class Outcome:
    """An amount in yuan with its working; `problems` maps field keys to what rules it out."""

    amount: Decimal
    working: list[Step] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    months: int = 0
    """How many months the amount pays for: next time they are `Facts.months_used`."""
    score: Decimal | None = None
    """Points, for a programme whose amounts a ranking stage sets."""


Calculation = Callable[[Facts], Outcome]


def result(working: list[Step], formula: str, amount: Decimal) -> Outcome:
    """The amount, as the last step of its working."""
    return Outcome(amount, [*working, Step(THE_AMOUNT, formula, amount)])


def refused(**problems: str) -> Outcome:
    """Nothing to get, and at which fields that lies."""
    return Outcome(ZERO, problems=problems)


def number(value: Any) -> Decimal:
    """An answer of type integer or money; a blank is nothing."""
    return Decimal(str(value)) if value not in (None, "") else ZERO


def day(value: Any) -> dt.date:
    """An answer of type date."""
    return dt.date.fromisoformat(str(value))


def whole_months(since: dt.date, until: dt.date) -> int:
    """Completed months from a day until another."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (until.day < since.day)
