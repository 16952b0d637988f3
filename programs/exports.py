"""Lists of applications taken out as sheets, written row by row: memory stays flat however many
there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rustpy_xlsxwriter import Format, write_worksheet

from portal.lib.sheets import neutral
from programs.states import State

CHUNK = 2_000


def write_sheet(path: str | Path, queryset: QuerySet[Any]) -> int:
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
        sheet_name=str(_("申报件")),
        freeze_row=1,
        bold_headers=True,
        column_width=18.0,
        header_format=Format().set_bold(),
        dedupe_strings=False,
    )
    return counter.rows


class _Counter:
    """Counts what a generator hands on."""

    rows = 0

    def count(self, records: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for record in records:
            self.rows += 1
            yield record


def _records(queryset: QuerySet[Any]) -> Iterator[dict[str, Any]]:
    names = headings()
    rows = queryset.select_related(None).values_list(*(column.path for column in COLUMNS))
    for values in rows.iterator(chunk_size=CHUNK):
        yield {
            name: column.convert(value)
            for name, column, value in zip(names, COLUMNS, values, strict=True)
        }


def _text(value: Any) -> str:
    return "" if value is None else neutral(str(value))


def _amount(value: Any) -> float | None:
    return None if value is None else float(value)


def _time(value: Any) -> str:
    return "" if value is None else f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


def _state(value: str) -> str:
    return str(State(value).label)


@dataclass(frozen=True)
class Column:
    """A column of the sheet: its heading, where its value comes from, how it is written."""

    heading: Promise
    path: str
    convert: Callable[[Any], Any] = _text


#: The company stands first, so that a sheet can be sorted by it at once.
COLUMNS = (
    Column(_("单位名称"), "unit_name"),
    Column(_("姓名"), "name"),
    Column(_("申报编号"), "number"),
    Column(_("项目"), "call__program__name"),
    Column(_("年度"), "call__year"),
    Column(_("区域"), "district__name"),
    Column(_("证件号码后四位"), "id_doc_tail"),
    Column(_("状态"), "state", _state),
    Column(_("拟定金额（元）"), "proposed_amount", _amount),
    Column(_("核定金额（元）"), "approved_amount", _amount),
    Column(_("提交时间"), "submitted_at", _time),
    Column(_("办结时间"), "decided_at", _time),
)


def headings() -> list[str]:
    """The header row."""
    return [str(column.heading) for column in COLUMNS]
