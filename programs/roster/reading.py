"""Opens a workbook from outside and finds its sheets, columns and rows.

Read by calamine, which sees values only: what a formula has come to when the file was saved last.
What has come to nothing, or to an error, is looked up with openpyxl, and only where there is such.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from programs.roster.columns import MAX_DETAILS, MAX_ROWS, Plan, SheetPlan
from programs.roster.guarding import UnreadableRoster, check_size, too_many

HEADING_ROWS = 10
"""How far down the row of headings may stand."""
FORMULA = re.compile(rb'<f[ >/]| t="e"')


@dataclass(frozen=True)
class Row:
    """One row: its number as Excel counts, and what stands in the known columns."""

    number: int
    cells: dict[str, Any]
    unusable: dict[str, str] = field(default_factory=dict)
    """Column → why its cell cannot be read."""


@dataclass(frozen=True)
class Table:
    """One sheet that was found."""

    plan: SheetPlan
    name: str
    positions: dict[str, int]
    """Column key → its place in the sheet, from 0."""
    rows: list[Row]


@dataclass(frozen=True)
class Roster:
    """What a workbook holds of a plan."""

    people: Table
    details: list[Table]


def read_roster(file: IO[bytes], plan: Plan) -> Roster:
    """Everything that the plan asks for. Raises UnreadableRoster."""
    file.seek(0)
    check_size(file)
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            people = _find(book, plan.people)
            if people is None:
                raise UnreadableRoster(_no_sheet(book, plan))
            formulas = _formulas(file)
            tables = [_table(people, plan.people, formulas, MAX_ROWS)]
            for sheet_plan in plan.details:
                if sheet := _find(book, sheet_plan):
                    tables.append(_table(sheet, sheet_plan, formulas, MAX_DETAILS))
    except PasswordError as error:
        raise UnreadableRoster(_("文件设有密码，请去除密码后重新上传。")) from error
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableRoster(_("文件已损坏，无法打开，请重新保存后上传。")) from error
    if not tables[0].rows:
        raise UnreadableRoster(_("“{name}”中没有人员，请从第二行起填写。").format(name=people.name))
    return Roster(tables[0], tables[1:])


def _find(book: CalamineWorkbook, plan: SheetPlan) -> CalamineSheet | None:
    """The visible sheet of one of the names."""
    for about in book.sheets_metadata:
        if about.name.strip() in plan.names:
            if about.visible != SheetVisibleEnum.Visible:
                raise UnreadableRoster(
                    _("工作表“{name}”被隐藏，请取消隐藏并核对内容后重新上传。").format(
                        name=about.name
                    )
                )
            return book.get_sheet_by_name(about.name)
    return None


def _no_sheet(book: CalamineWorkbook, plan: Plan) -> str:
    message = _("没有找到工作表“{name}”（文件中有：{found}），请使用下载的模板填写。")
    return message.format(name=plan.people.name, found="、".join(book.sheet_names)[:200])


def _table(
    sheet: CalamineSheet, plan: SheetPlan, formulas: dict[str, set[tuple[int, int]]], limit: int
) -> Table:
    if sheet.total_height > limit + HEADING_ROWS:
        raise too_many(limit)
    cells = sheet.to_python(skip_empty_area=False)
    heading, positions = _headings(cells, plan, sheet.name)
    merged = _merged(sheet)
    rows = []
    for index in range(heading + 1, len(cells)):
        row = _row(index, cells[index], positions, merged, formulas.get(sheet.name, set()))
        if row.unusable or any(value not in ("", None) for value in row.cells.values()):
            rows.append(row)
    if len(rows) > limit:
        raise too_many(limit)
    return Table(plan, sheet.name, positions, rows)


def _row(
    index: int,
    cells: Sequence[Any],
    positions: dict[str, int],
    merged: dict[tuple[int, int], str],
    formulas: set[tuple[int, int]],
) -> Row:
    found = {key: cells[at] if at < len(cells) else "" for key, at in positions.items()}
    unusable = {}
    for key, at in positions.items():
        if place := merged.get((index, at)):
            message = _("单元格 {place} 已合并，请取消合并后逐行填写。")
            unusable[key] = message.format(place=place)
        elif (index, at) in formulas and found[key] in ("", None):
            unusable[key] = _("公式出错或没有保存计算结果，请改为直接填写内容。")
    return Row(index + 1, found, unusable)


def _headings(
    cells: Sequence[Sequence[Any]], plan: SheetPlan, name: str
) -> tuple[int, dict[str, int]]:
    """The row of headings and where each known column stands; a column that is missing is not
    in it, but the key must be there."""
    best: tuple[int, dict[str, int]] = (0, {})
    for index, row in enumerate(cells[:HEADING_ROWS]):
        positions = _positions(row, plan)
        if len(positions) > len(best[1]):
            best = (index, positions)
    missing = [column.heading for column in plan.columns if column.key not in best[1]]
    needed = [c.heading for c in plan.columns if c.key in _NEEDED and c.heading in missing]
    if needed:
        message = _("工作表“{name}”缺少列：{columns}。请使用下载的模板，不要修改表头。")
        raise UnreadableRoster(message.format(name=name, columns="、".join(needed)))
    return best


_NEEDED = ("name", "id_doc_type", "id_doc_number")


def _positions(row: Sequence[Any], plan: SheetPlan) -> dict[str, int]:
    known = {_plain(text): column.key for column in plan.columns for text in column.headings}
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        key = known.get(_plain(str(cell)))
        if key and key not in found:
            found[key] = at
    return found


def _plain(text: str) -> str:
    return "".join(text.split()).strip("*＊").casefold()


def _merged(sheet: CalamineSheet) -> dict[tuple[int, int], str]:
    """Every cell of a merged range that is no larger than a roster, with the range's name."""
    found: dict[tuple[int, int], str] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        place = f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}"
        for row in range(top, min(bottom, top + MAX_DETAILS) + 1):
            found |= {(row, column): place for column in range(left, min(right, left + 200) + 1)}
    return found


def _formulas(file: IO[bytes]) -> dict[str, set[tuple[int, int]]]:
    """Where formulas stand, sheet by sheet; nothing is parsed while no sheet has any."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(_has_formula(archive, name) for name in sheets):
            return {}
    file.seek(0)
    book = load_workbook(file, read_only=True)
    return {sheet.title: set(_formula_cells(sheet)) for sheet in book.worksheets}


def _has_formula(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as content:
        before = b""
        while chunk := content.read(1 << 20):
            if FORMULA.search(before + chunk):
                return True
            before = chunk[-8:]
    return False


def _formula_cells(sheet: Any) -> Iterator[tuple[int, int]]:
    for row in sheet.iter_rows(max_row=MAX_DETAILS + HEADING_ROWS, max_col=200):
        for cell in row:
            if cell.data_type in ("f", "e"):
                yield cell.row - 1, cell.column - 1
