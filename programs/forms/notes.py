"""What stands under an input: what is wrong, what a reviewer said, what was there before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from programs.answers import Answers
from programs.definitions.forms import FormField
from programs.display import Reader
from programs.queries.history import Return
from programs.rules.completeness import Problem
from programs.rules.values import is_blank


@dataclass(frozen=True)
class Disagreement:
    """Somebody else changed the field meanwhile."""

    by: str
    theirs: str


@dataclass(frozen=True)
class Note:
    """The texts under one input; empty ones are not shown."""

    key: str
    errors: tuple[str, ...] = ()
    mark: str = ""
    before: str = ""
    """What was submitted last time, when the answer was changed since."""
    tag: str = ""
    """`carried` from last year, or to `renew`."""
    disagreement: Disagreement | None = None


@dataclass(frozen=True)
class Remarks:
    """Everything that notes are made of, for one page."""

    problems: tuple[Problem, ...]
    answers: Answers
    shows_gaps: bool
    """Whether what is merely missing is pointed out (after a refused submission)."""
    returned: Return | None = None
    carried_edits: Mapping[str, Any] | None = None
    """The edits made so far to a filing continued from last year; None for any other."""
    disagreements: Mapping[str, Disagreement] | None = None
    reader: Reader = field(default_factory=lambda: Reader(masks=()))

    def on_field(self, question: FormField) -> Note:
        key, value = question.key, self.answers.get(question.key)
        return Note(
            key,
            errors=self._errors("field", key, is_gap=is_blank(value)),
            mark=self.returned.reason("field", key) if self.returned else "",
            before=self._before(question, value),
            tag=self._tag(key, question.carry, is_empty=is_blank(value)),
            disagreement=(self.disagreements or {}).get(key),
        )

    def on_group(self, key: str, carry: str) -> Note:
        rows = self.answers.get(key) or []
        return Note(
            key,
            errors=self._errors("group", key, is_gap=not rows),
            mark=self.returned.reason("group", key) if self.returned else "",
            tag=self._tag(key, carry, is_empty=not rows),
            disagreement=(self.disagreements or {}).get(key),
        )

    def on_cell(self, key: str, position: int, question: FormField, value: Any) -> Note:
        """A field of a row; `position` counts the stored rows."""
        gap = is_blank(value) and not self.shows_gaps
        errors = tuple(
            problem.message
            for problem in self.problems
            if (problem.key, problem.row, problem.field) == (key, position, question.key)
            and not gap
        )
        return Note(question.key, errors)

    def on_slot(self, key: str, carry: str, *, is_carried: bool, is_empty: bool) -> Note:
        tag = "carried" if is_carried else self._tag("", carry, is_empty=is_empty)
        return Note(
            key,
            errors=self._errors("slot", key, is_gap=True),
            mark=self.returned.reason("slot", key) if self.returned else "",
            tag="" if tag == "carried" and not is_carried else tag,
        )

    def _errors(self, target: str, key: str, *, is_gap: bool) -> tuple[str, ...]:
        if is_gap and not self.shows_gaps:
            return ()
        return tuple(
            problem.message
            for problem in self.problems
            if (problem.target, problem.key, problem.row) == (target, key, None)
        )

    def _before(self, question: FormField, value: Any) -> str:
        if self.returned is None:
            return ""
        earlier = self.returned.answers.get(question.key)
        return self.reader.text(question, earlier) if earlier != value and earlier else ""

    def _tag(self, key: str, carry: str, *, is_empty: bool) -> str:
        if self.carried_edits is None or key in self.carried_edits:
            return ""
        if is_empty:
            return "renew" if carry == "renew" else ""
        return "carried" if carry == "keep" else ""
