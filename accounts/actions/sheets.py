"""What taking in a sheet has in common: all of its rows, or none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from accounts.forms.sheets import SheetRow

Row = TypeVar("Row", bound=SheetRow)
#: Number of the row, and column → cell.
Cells = Iterable[tuple[int, dict[str, str]]]


@dataclass
class Outcome:
    """What an import did, or would do."""

    new: int = 0
    known: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    """Row of the sheet, column and what is wrong."""


def checked(form: type[Row], rows: Cells, outcome: Outcome) -> Iterator[Row]:
    """The rows that are right and stand there once; what is wrong is added to the outcome."""
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in rows:
        row = form.from_sheet(cells)
        if not row.is_valid():
            outcome.problems += [(number, problem) for problem in row.problems()]
        elif (first := seen.setdefault(row.key(), number)) != number:
            outcome.problems.append((number, _("与第 %(row)s 行重复") % {"row": first}))
        else:
            yield row
