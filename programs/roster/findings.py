"""What is wrong or missing in a row, each remark at the cell where it can be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from programs.answers import Answers
from programs.roster.columns import KEY
from programs.roster.reading import Row, Table
from programs.rules.completeness import Problem
from programs.rules.values import is_blank

#: Without these nobody knows whom the row is about.
IDENTITY = ("name", "id_doc_type", KEY)
Remark = list[Any]
"""[sheet, row, column, heading, message, is_gap], as it is stored."""


@dataclass(frozen=True)
class Detail:
    """A row of details and what it says."""

    table: Table
    row: Row
    values: Answers


@dataclass
class Findings:
    """The remarks on one row and on its details."""

    remarks: list[Remark] = field(default_factory=list)
    complained: set[tuple[str, int, str]] = field(default_factory=set)

    @property
    def is_wrong(self) -> bool:
        return any(not is_gap for *_place, is_gap in self.remarks)

    def add(self, table: Table, row: Row, key: str, message: str, *, is_gap: bool = False) -> None:
        """One remark per cell: the first says why the others are."""
        place = (table.plan.key, row.number, key)
        if place in self.complained:
            return
        self.complained.add(place)
        column = table.positions.get(key, table.positions[KEY])
        heading = table.plan.column(key).heading
        self.remarks.append([table.name, row.number, column, heading, message, is_gap])

    def place(
        self,
        problem: Problem,
        people: Table,
        row: Row,
        answers: Answers,
        details: Mapping[str, Sequence[Detail]],
    ) -> None:
        """Puts a problem of the form at its cell; what no cell can mend is left to the form."""
        if problem.target == "field" and people.plan.asks(problem.key):
            value = answers.get(problem.key)
            is_gap = (is_blank(value) or value is False) and problem.key not in IDENTITY
            self.add(people, row, problem.key, problem.message, is_gap=is_gap)
        elif problem.target == "group":
            rows = details.get(problem.key, ())
            if problem.row is None:
                self.add(people, row, KEY, problem.message, is_gap=not rows)
            elif problem.row < len(rows):
                at = rows[problem.row]
                is_gap = is_blank(at.values.get(problem.field))
                self.add(at.table, at.row, problem.field, problem.message, is_gap=is_gap)
