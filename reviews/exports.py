"""Lists taken out as sheets, written row by row: memory stays flat however many there are."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import Format, write_worksheet

from programs.models import Application
from programs.states import State
from reviews.models import QueueExport

CHUNK = 2_000
#: A cell beginning with one of these could be read as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "unit_name", "name", "number", "call__program__name", "call__year", "district__name",
    "id_doc_tail", "state", "proposed_amount", "approved_amount", "submitted_at", "decided_at",
)  # fmt: skip


def headings() -> list[str]:
    """The header row; the company stands first, so that a sheet can be sorted by it at once."""
    return [
        _("单位名称"), _("姓名"), _("申报编号"), _("项目"), _("年度"), _("区域"),
        _("证件号码后四位"), _("状态"), _("拟定金额（元）"), _("核定金额（元）"),
        _("提交时间"), _("办结时间"),
    ]  # fmt: skip


def write_approved_xlsx(path: str | Path, queryset: QuerySet[Any]) -> int:
    """Writes one row per application of the queryset to an XLSX file; how many rows that were.

    Reads through a server-side cursor. Numbers and codes are text, amounts are numbers, and text
    that a spreadsheet could take for a formula is led by an apostrophe.
    """
    counter = _Counter()
    records = counter.count(_records(queryset))
    first = next(records, dict.fromkeys(headings()))  # the header is taken from the first row
    write_worksheet(
        chain([first], records),
        str(path),
        sheet_name=_("申报件"),
        freeze_row=1,
        bold_headers=True,
        column_width=18.0,
        header_format=Format().set_bold(),
        dedupe_strings=False,
    )
    return counter.rows


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def fill_export(export: QueueExport, rows: QuerySet[Application]) -> None:
    """Writes the sheet of an export and stores it privately."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        export.rows = write_approved_xlsx(path, rows)
        with path.open("rb") as content:
            export.file.save("export.xlsx", File(content), save=False)
    export.state = QueueExport.State.DONE
    export.save(update_fields=["rows", "file", "state"])


class _Counter:
    """Counts what a generator hands on."""

    rows = 0

    def count(self, records: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for record in records:
            self.rows += 1
            yield record


def _records(queryset: QuerySet[Any]) -> Iterator[dict[str, Any]]:
    names = headings()
    converters: list[Convert] = [CONVERT.get(column, _text) for column in COLUMNS]
    rows = queryset.select_related(None).values_list(*COLUMNS)
    for values in rows.iterator(chunk_size=CHUNK):
        yield {
            name: convert(value)
            for name, convert, value in zip(names, converters, values, strict=True)
        }


def _text(value: Any) -> str:
    return "" if value is None else neutral(str(value))


def _amount(value: Any) -> float | None:
    return None if value is None else float(value)


def _time(value: Any) -> str:
    return "" if value is None else f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


def _state(value: str) -> str:
    return str(State(value).label)


Convert = Callable[[Any], Any]
CONVERT: dict[str, Convert] = {
    "proposed_amount": _amount,
    "approved_amount": _amount,
    "submitted_at": _time,
    "decided_at": _time,
    "state": _state,
}
