"""Gives a workbook back with a mark and a note at every cell that is wrong or missing.

Written by openpyxl, which keeps what else the sender has in it: columns, drop-downs, formats.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from portal.lib.sheets import neutral
from programs.definitions.base import Text
from programs.roster.findings import Remark

RESULT = Text(zh="导入结果", en="Import result")
AUTHOR = "人才总入口"
WRONG = PatternFill("solid", fgColor="FFFFC7CE")
MISSING = PatternFill("solid", fgColor="FFFFEB9C")
MARKS = {mark.fgColor.rgb for mark in (WRONG, MISSING)}
NO_MARK = PatternFill()
HEAD = PatternFill("solid", fgColor="FF1B5FC1")
#: As many as one sheet of results is read by anybody; the marks are at every cell.
MAX_LINES = 20_000


def mark(
    source: IO[bytes],
    target: IO[bytes],
    remarks: Sequence[Remark],
    facts: Sequence[tuple[str, int]],
    names: dict[int, str],
) -> None:
    """Writes the marked workbook. `facts` are counts for its first sheet; `names` says whose a
    row of the people's sheet is."""
    source.seek(0)
    book = load_workbook(source)
    _unmark(book)
    for (sheet, row, column), found in _by_cell(remarks).items():
        cell = book[sheet].cell(row, column + 1)
        if isinstance(cell, MergedCell):
            continue  # the first cell of its range bears the mark
        cell.fill = WRONG if any(not is_gap for _text, is_gap in found) else MISSING
        cell.comment = _note("\n".join(text for text, _is_gap in found))
    _summarise(book, remarks, facts, names)
    book.save(target)


def _by_cell(remarks: Iterable[Remark]) -> dict[tuple[str, int, int], list[tuple[str, bool]]]:
    found = defaultdict(list)
    for sheet, row, column, _heading, message, is_gap in remarks:
        found[sheet, row, column].append((message, is_gap))
    return found


def _note(text: str) -> Comment:
    return Comment(text, AUTHOR, width=320, height=30 + 18 * (1 + len(text) // 18))


def _unmark(book: Workbook) -> None:
    """Takes away what an earlier check has marked; the sender sends the same file again."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment and cell.comment.author == AUTHOR:
                    cell.comment = None
                if cell.has_style and cell.fill.fgColor.rgb in MARKS:
                    cell.fill = NO_MARK
    for name in (RESULT.zh, RESULT.en):
        if name in book.sheetnames:
            book.remove(book[name])


def _summarise(
    book: Workbook,
    remarks: Sequence[Remark],
    facts: Sequence[tuple[str, int]],
    names: dict[int, str],
) -> None:
    sheet = book.create_sheet(str(RESULT), 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    for label, count in facts:
        sheet.append([label, count])
    sheet.append([])
    _head(sheet)
    for remark in remarks[:MAX_LINES]:
        _line(sheet, remark, names)
    for letter, width in zip("ABCDEF", (14, 10, 14, 22, 10, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{len(facts) + 3}"


def _head(sheet: Any) -> None:
    titles = (_("工作表"), _("单元格"), _("姓名"), _("列"), _("类别"), _("说明"))
    sheet.append([str(title) for title in titles])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), HEAD


def _line(sheet: Any, remark: Remark, names: dict[int, str]) -> None:
    name, row, column, heading, message, is_gap = remark
    place = f"{get_column_letter(column + 1)}{row}"
    kind = _("待补充") if is_gap else _("有误")
    who = names.get(row, "") if heading is not None else ""
    sheet.append([name, place, neutral(who), neutral(heading), kind, neutral(message)])
    at = sheet.max_row
    quoted = name.replace("'", "''")
    sheet.cell(at, 2).hyperlink = f"#'{quoted}'!{place}"
    sheet.cell(at, 2).font = Font(color="FF1B5FC1", underline="single")
    sheet.cell(at, 6).alignment = Alignment(wrap_text=True, vertical="top")
