"""What a filing would bring, before anything is typed: the calculation, asked with what is known.

Where it looks at a question that nobody has answered yet, it is asked once for each end of what
could be answered. So the result is a range, and the open questions are named.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from portal.lib.dates import today
from programs.calculations import CALCULATIONS
from programs.calculations.base import Facts, Outcome
from programs.definitions.base import applies
from programs.definitions.forms import Form, FormField, Section
from programs.definitions.schema import Definition
from programs.rules.values import is_blank

#: So many ends are tried at most.
MOST = 512
#: Where a question names no upper bound.
FAR = Decimal(100_000_000)


@dataclass(frozen=True)
class Estimate:
    """Between which amounts the proposed one will lie; `open` are the questions that decide."""

    lowest: Decimal | None
    """None where the open questions have to be answered before anything can be said."""
    highest: Decimal | None
    open: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    """Questions that have to be answered anew, reckoned with what was answered last time."""
    refusal: str = ""
    """Why there is nothing to get, however the open questions are answered."""

    @property
    def is_exact(self) -> bool:
        return self.lowest == self.highest

    @property
    def is_ceiling(self) -> bool:
        """Whether there is a most, and as good as no least."""
        return self.lowest is not None and self.lowest < 1

    @property
    def open_text(self) -> str:
        return _("、").join(self.open)

    @property
    def assumed_text(self) -> str:
        return _("、").join(self.assumed)


class _Open(Exception):
    """The calculation wants to know something that is not answered."""

    def __init__(self, key: str) -> None:
        self.key = key


class _Asked(dict[str, Any]):
    """Answers that say when a question is looked at that is still open."""

    def __init__(self, answers: dict[str, Any], unanswered: set[str], seen: set[str]) -> None:
        super().__init__(answers)
        self.unanswered, self.seen = unanswered, seen

    def __getitem__(self, key: str) -> Any:
        self._look_at(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._look_at(key)
        return super().get(key, default)

    def _look_at(self, key: str) -> None:
        self.seen.add(key)
        if key in self.unanswered:
            raise _Open(key)


@dataclass
class _Inquiry:
    """A calculation that is asked again and again, and what it looked at meanwhile."""

    definition: Definition
    facts: Facts
    seen: set[str] = field(default_factory=set)
    open: dict[str, None] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        return self.definition.form("person")

    def outcomes(self) -> list[Outcome]:
        return list(islice(self._explore(self.facts.answers), MOST))

    def _explore(self, answers: dict[str, Any]) -> Iterator[Outcome]:
        """The outcomes for every end of what is open."""
        asked = _Asked(answers, _unanswered(self.form, answers), self.seen)
        calculation = CALCULATIONS[self.definition.calculation or ""]
        try:
            yield calculation(replace(self.facts, answers=asked))
        except _Open as question:
            self.open[question.key] = None
            for value in _ends(self.form, question.key, answers):
                yield from self._explore({**answers, question.key: value})


def estimate(
    definition: Definition, facts: Facts, assumed: Collection[str] = ()
) -> Estimate | None:
    """What a person's filing would bring; None where the programme reckons no amount.

    `facts.answers` are the known ones, without blanks; `assumed` those that will be asked anew.
    """
    if definition.calculation is None or not facts.parameters:
        return None
    inquiry = _Inquiry(definition, facts)
    outcomes = inquiry.outcomes()
    amounts = [
        amount
        for outcome in outcomes
        if not outcome.problems
        for amount in _amounts(definition, facts, outcome)
    ]
    labels = tuple(_label(inquiry.form, key) for key in inquiry.open)
    if not amounts:
        refused = _refused(facts, outcomes)
        return Estimate(None, None, labels, refusal=next(iter(refused.values()), ""))
    guessed = tuple(_label(inquiry.form, key) for key in assumed if key in inquiry.seen)
    return Estimate(min(amounts), max(amounts), labels, guessed)


def refusals(definition: Definition, facts: Facts) -> dict[str, str]:
    """Answers that rule the filing out, however the open questions are answered, and why."""
    if definition.calculation is None or not facts.parameters:
        return {}
    return _refused(facts, _Inquiry(definition, facts).outcomes())


def _refused(facts: Facts, outcomes: list[Outcome]) -> dict[str, str]:
    """The known answers that are wrong in every outcome."""
    first, *others = outcomes
    return {
        key: text
        for key, text in first.problems.items()
        if key in facts.answers and all(key in outcome.problems for outcome in others)
    }


def _unanswered(form: Form, answers: dict[str, Any]) -> set[str]:
    """What is asked for beside these answers, and has none."""
    shown = {field.key for field in form.visible_fields(answers)}
    shown |= {key for key, section in form.groups.items() if applies(section.when, answers)}
    return shown - set(answers)


def _ends(form: Form, key: str, answers: dict[str, Any]) -> list[Any]:
    if section := form.groups.get(key):
        return [[], *([_row(section, answers, end)] for end in (0, -1))]
    field = form.fields[key]
    ends = _ends_of(field, answers)
    return ends if field.required else [None, *ends]


def _row(section: Section, answers: dict[str, Any], end: int) -> dict[str, Any]:
    """A row of the least (0) or the most (-1), over the longest time that may be answered."""
    row = {}
    for question in section.fields:
        ends = _ends_of(question, answers)
        is_day = question.type == "date"
        row[question.key] = ends[(0 if question.past else -1) if is_day else end]
    return row


def _ends_of(field: FormField, answers: dict[str, Any]) -> list[Any]:
    """The least and the most that may be answered; every option of a choice. Days run from the
    earliest to the latest."""
    match field.type:
        case "integer" | "money":
            least = field.min_value if field.min_value is not None else Decimal(0)
            most = field.max_value if field.max_value is not None else FAR
            return [str(least), str(most)]
        case "choice":
            return [option.value for option in field.options_for(answers)] or [None]
        case "multichoice":
            return [[], [option.value for option in field.options_for(answers)]]
        case "boolean":
            return [True] if field.required else [False, True]
        case "date":
            days = (36525, 366, 0) if field.past else (36525, 366, 0, -3653)
            return [(today() - dt.timedelta(days=each)).isoformat() for each in days]
    return [""]


def _amounts(definition: Definition, facts: Facts, outcome: Outcome) -> list[Decimal]:
    """What an outcome may come to: a ranking stage sets the amount by the tiers."""
    return [facts.parameters[tier.amount] for tier in definition.tiers] or [outcome.amount]


def _label(form: Form, key: str) -> str:
    if section := form.groups.get(key):
        return str(section.title)
    return str(form.fields[key].label)


def is_known(value: Any) -> bool:
    """Whether an answer says anything; False is what an unticked box says before it is asked."""
    return not is_blank(value) and value is not False
