"""The whole filing form of one part: its plain questions and its repeating rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from django.utils.datastructures import MultiValueDict

from programs.answers import Answers
from programs.definitions.schema import Form, Section
from programs.rules.values import is_blank

from .builder import FilingForm
from .layout import section_helper

Data = MultiValueDict[str, str]

#: More rows than any definition may ask for; a forged count is cut here.
MAX_ROWS = 200


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
        """What to store. Fields that only the server sets are not in it, nor are blank rows."""
        values = self.main.values({})
        editable = {key: values[key] for key, q in self.form.fields.items() if not q.read_only}
        return {**editable, **{key: self.stored_rows(key) for key in self.rows}}

    def stored_rows(self, key: str) -> list[Answers]:
        return [row.values for row in self.rows[key] if not row.is_blank]

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
    _put(data, "", list(form.fields), answers)
    for key, section in form.groups.items():
        rows: Sequence[Answers] = answers.get(key) or []
        assert section.repeat
        wanted = max(len(rows), section.repeat.min) + (1 if extra == key else 0)
        data[f"{key}-TOTAL_FORMS"] = str(wanted)
        for index, row in enumerate(rows):
            _put(data, f"{key}-{index}-", [field.key for field in section.fields], row)
    return data


def _put(data: Data, prefix: str, keys: list[str], values: Answers) -> None:
    for key in keys:
        value = values.get(key)
        if isinstance(value, list):
            data.setlist(prefix + key, [str(item) for item in value])
        elif value is True:
            data[prefix + key] = "on"
        elif value is not None and value is not False:
            data[prefix + key] = str(value)


def _rows(section: Section, data: Data, others: Answers) -> Iterator[Row]:
    """The rows of a section that were not removed in the page."""
    text = data.get(f"{section.key}-TOTAL_FORMS") or ""
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    for index in range(min(count, MAX_ROWS)):
        if not data.get(f"{section.key}-{index}-DELETE"):
            yield _row(section, data, others, index)


def _row(section: Section, data: Data, others: Answers, index: int) -> Row:
    form = FilingForm(section.fields, data, prefix=f"{section.key}-{index}")
    return Row(index, form, form.values(others), section_helper(section))
