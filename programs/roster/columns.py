"""The sheets and columns of a programme's roster, from its definition."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import District
from portal.lib.identifiers import IdDocType
from programs.definitions.base import Text
from programs.definitions.forms import Form, FormField, Section

#: How many people one roster may hold.
MAX_ROWS = 5_000
#: Of rows in a sheet of details: several for each person.
MAX_DETAILS = 20_000
PEOPLE = Text(zh="人员名单", en="People")
#: The column that says of a row of details whose it is.
KEY = "id_doc_number"
#: Characters that Excel does not allow in the name of a sheet.
FORBIDDEN = str.maketrans("[]:*?/\\'", "（）：＊？／／’")
MAX_TITLE = 31


@dataclass(frozen=True)
class Column:
    """One column: a question, under a heading that no other column of the sheet has."""

    question: FormField
    headings: tuple[str, str]
    """In Chinese and in English: both are understood."""

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def heading(self) -> str:
        return str(Text(zh=self.headings[0], en=self.headings[1]))


@dataclass(frozen=True)
class SheetPlan:
    """One sheet: the people (`section` None), or a repeating section of details."""

    title: Text
    columns: tuple[Column, ...]
    section: Section | None = None

    @property
    def key(self) -> str:
        return self.section.key if self.section else ""

    @property
    def names(self) -> tuple[str, str]:
        """The names that the sheet may have."""
        zh, en = (text.translate(FORBIDDEN)[:MAX_TITLE] for text in (self.title.zh, self.title.en))
        return zh, en

    @property
    def name(self) -> str:
        return str(Text(zh=self.names[0], en=self.names[1]))

    def column(self, key: str) -> Column:
        return self._by_key[key]

    def asks(self, key: str) -> bool:
        return key in self._by_key

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}


class Plan:
    """Everything that a roster of one form may say."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._choices: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
        asked = [question for question in form.fields.values() if not question.read_only]
        self.people = SheetPlan(PEOPLE, _columns(asked))
        key = next(column for column in self.people.columns if column.key == KEY)
        self.details = tuple(
            SheetPlan(section.title, (key, *_columns(section.fields)), section)
            for section in form.groups.values()
        )

    @property
    def sheets(self) -> tuple[SheetPlan, ...]:
        return (self.people, *self.details)

    @cached_property
    def districts(self) -> dict[str, str]:
        """Code → name."""
        return {district.code: district.name for district in District.objects.all()}

    def choices(self, question: FormField) -> list[tuple[str, tuple[str, ...]]]:
        """Value → the words for it, where a question has a closed list of answers."""
        # A question of a definition is the same object for as long as the plan holds its form.
        known = self._choices.get(id(question))
        if known is None:
            known = self._choices[id(question)] = self._choices_of(question)
        return known

    def _choices_of(self, question: FormField) -> list[tuple[str, tuple[str, ...]]]:
        match question.type:
            case "choice" | "multichoice":
                return [(o.value, (str(o.label), o.label.zh, o.label.en)) for o in question.options]
            case "id_doc_type":
                return [(value, (str(label),)) for value, label in IdDocType.choices]
            case "district":
                return [(code, (name,)) for code, name in self.districts.items()]
            case "boolean":
                return [("true", (_("是"), "是", "Yes")), ("", (_("否"), "否", "No"))]
        return []

    def shown(self, question: FormField, value: Any) -> str:
        """A stored answer as it stands in a cell."""
        words = {key: labels[0] for key, labels in self.choices(question)}
        if isinstance(value, list):
            return "、".join(words.get(str(item), str(item)) for item in value)
        if question.type == "boolean":
            return words["true" if value else ""]
        return words.get(str(value), str(value)) if words else str(value or "")


def _columns(questions: Sequence[FormField]) -> tuple[Column, ...]:
    """The columns of these questions; those with one label are told apart by their keys."""
    seen = Counter(question.label.zh for question in questions)
    return tuple(
        Column(q, (q.label.zh, q.label.en))
        if seen[q.label.zh] == 1
        else Column(q, (f"{q.label.zh}（{q.key}）", f"{q.label.en} ({q.key})"))
        for q in questions
    )
