"""Tables that others hand us, CSV or XLSX, the first row naming the columns; and what may stand in
those that we hand out."""

import codecs
import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

#: A cell beginning with one of these could be read as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ENCODINGS = ("utf-8-sig", "gb18030")  # what Excel writes, here and in China
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnreadableSheet(Exception):
    """The file is no table that we can read. The message says why."""


def read_sheet(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Row number as a spreadsheet counts, and column → text, of every row that is not empty.

    Columns may stand in any order, others are left alone. Raises UnreadableSheet when the file
    cannot be read or lacks a column.
    """
    rows = iter(_xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path))
    head = [_text(cell) for cell in next(rows, [])]
    missing = [name for name in columns if name not in head]
    if missing:
        raise UnreadableSheet(_("缺少列：%(names)s") % {"names": "、".join(missing)})
    for number, cells in enumerate(rows, start=2):
        row = {
            name: _text(cell)
            for name, cell in zip_longest(head, cells[: len(head)])
            if name in columns
        }
        if any(row.values()):
            yield number, row


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv(path: Path) -> list[list[Any]]:
    raw = path.read_bytes()
    # What Excel calls Unicode text is UTF-16, which the others would read as rubbish.
    for encoding in () if raw.startswith(UTF_16) else ENCODINGS:
        try:
            return list(csv.reader(io.StringIO(raw.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise UnreadableSheet(_("文件不是有效的 CSV 表格。")) from error
    raise UnreadableSheet(_("无法识别文件的文字编码，请另存为 UTF-8 编码的 CSV。"))


def _xlsx(path: Path) -> list[list[Any]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError) as error:
        raise UnreadableSheet(_("文件不是有效的 XLSX 表格。")) from error


def _text(cell: Any) -> str:
    """A cell as somebody would type it."""
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()
