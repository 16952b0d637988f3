"""The whole filing form of one part: its plain questions and its repeating rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from django.utils.datastructures import MultiValueDict

from portal.lib.numbering import small_number
from programs.answers import Answers
from programs.definitions.forms import Form, FormField, Section
from programs.rules.values import is_blank

from .builder import FilingForm
from .layout import section_helper

Data = MultiValueDict[str, str]

#: More rows than any definition may ask for; a forged count is cut here.
MAX_ROWS = 200
#: Types of questions of which browsers say nothing while no box is ticked.
BOXES = frozenset({"multichoice", "boolean"})


@dataclass(frozen=True)
class Row:
    """One row of a repeating section; `index` is its number in the names of its inputs."""

    index: int
    form: FilingForm
    values: Answers
    helper: FormHelper

    @property
    def is_blank(self) -> bool:
        return all(is_blank(value) for value in self.values.values())


class Sheet:
    """A part's form, bound to the data of a POST or to stored answers (`from_answers`)."""

    def __init__(self, form: Form, data: Data) -> None:
        self.form = form
        self.data = data
        self.main = FilingForm(list(form.fields.values()), data)
        self.typed = self.main.typed()
        self.rows = {
            key: list(_rows(section, data, self.typed)) for key, section in form.groups.items()
        }

    @classmethod
    def from_answers(cls, form: Form, answers: Answers, *, extra: str = "") -> "Sheet":
        """The form as a page opens it: with the rows that are asked for at least, and one blank
        row more in the group named by `extra`."""
        return cls(form, as_data(form, answers, extra))

    def answers(self) -> Answers:
        """What to store: the questions that the data speaks of, and rows that are not blank.

        Fields that only the server sets are not in it. A question left out is left alone: a page
        that was cut off on its way must not empty a draft.
        """
        values = self.main.values({})
        fields = {key: values[key] for key, q in self.form.fields.items() if self._was_asked(q)}
        sent = [key for key in self.rows if row_count(key, self.data) is not None]
        return {**fields, **{key: self.stored_rows(key) for key in sent}}

    def stored_rows(self, key: str) -> list[Answers]:
        return [row.values for row in self.rows[key] if not row.is_blank]

    def _was_asked(self, question: FormField) -> bool:
        is_box = question.type in BOXES
        return not question.read_only and (is_box or question.key in self.data)

    def index_of_stored(self, key: str, position: int) -> int:
        """The number that the page gave to the stored row at this position."""
        filled = [row.index for row in self.rows[key] if not row.is_blank]
        return filled[position] if position < len(filled) else position


def blank_row(section: Section, index: int) -> Row:
    """An empty row, to be added to a page."""
    return _row(section, MultiValueDict(), {}, index)


def as_data(form: Form, answers: Answers, extra: str = "") -> Data:
    """Answers as a browser would send them."""
    data: Data = MultiValueDict()
    _put(data, "", form.fields.values(), answers)
    for key, section in form.groups.items():
        rows: Sequence[Answers] = answers.get(key) or []
        assert section.repeat
        wanted = max(len(rows), section.repeat.min) + (1 if extra == key else 0)
        data[f"{key}-TOTAL_FORMS"] = str(wanted)
        for index, row in enumerate(rows):
            _put(data, f"{key}-{index}-", section.fields, row)
    return data


def _put(data: Data, prefix: str, questions: Iterable[FormField], values: Answers) -> None:
    for question in questions:
        name, value = prefix + question.key, values.get(question.key)
        if isinstance(value, list):
            data.setlist(name, [str(item) for item in value])
        elif value is True:
            data[name] = "on"
        elif question.type not in BOXES:
            data[name] = "" if value is None else str(value)


def _rows(section: Section, data: Data, others: Answers) -> Iterator[Row]:
    """The rows of a section that were not removed in the page."""
    for index in range(row_count(section.key, data) or 0):
        if not data.get(f"{section.key}-{index}-DELETE"):
            yield _row(section, data, others, index)


def row_count(key: str, data: Data) -> int | None:
    """How many rows the page has; None when it does not say, or nonsense."""
    number = small_number(data.get(f"{key}-TOTAL_FORMS") or "")
    return None if number is None else min(number, MAX_ROWS)


def _row(section: Section, data: Data, others: Answers, index: int) -> Row:
    form = FilingForm(section.fields, data, prefix=f"{section.key}-{index}")
    return Row(index, form, form.values(others), section_helper(section))
