"""A roster of 5 000 people read, looked through, marked and taken in, and its template written,
against openpyxl and XlsxWriter alone on the same rows; export of 100 000 against XlsxWriter."""

import datetime as dt
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import load_workbook

from bench.data import fill, make_companies
from bench.export import ROWS as EXPORTED
from bench.measure import Ratio, take_turns
from programs.models import Application
from programs.roster.columns import Plan
from programs.roster.reading import read_roster
from programs.roster.template import write_template
from tests.factories import person_answers, resident_id

PEOPLE = 5_000
GAP = 10
"""Every so many people lack something, which is marked in the workbook that is given back."""
MEMORY_LIMIT = 300  # MiB for the whole process
#: What each may take, as a multiple of the time that openpyxl or XlsxWriter takes for the cells
#: alone: a fifth more than was measured on a quiet machine with two cores (11 for taking in, which
#: is 1 083 rows a second; one row at a time it was 59).
TEMPLATE, READING, EXPORTING = 2, 1.2, 0.8
CHECKING, TAKING, CHECKING_AGAIN, CHANGING = 17, 13, 19, 11


def run() -> Iterator[Ratio]:
    make_companies()
    fill(1, EXPORTED)
    parts = Application.objects.filter(part="unit").exclude(number__startswith="BU")
    part = parts.order_by("pk")[0]
    plan = Plan(part.call.definition.form("person"))
    people = [_person(number) for number in range(PEOPLE)]
    ours, alone = take_turns(
        lambda: write_template(io.BytesIO(), plan, "", people),
        lambda: _write_bare(plan, people),
        rounds=3,
        warm_up=1,
    )
    yield Ratio("roster template of 5 000 : XlsxWriter alone", ours, alone, TEMPLATE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        _write(path, plan, people)
        ours, alone = take_turns(
            lambda: _read(path, plan), lambda: _read_bare(path), rounds=3, warm_up=1
        )
        yield Ratio("roster of 5 000 read : openpyxl alone", ours, alone, READING)
        yield from _import("roster of 5 000", path, part, alone, CHECKING, TAKING)
        _write(path, plan, [{**answers, "position": "首席科学家"} for answers in people])
        yield from _import("the same, changed,", path, part, alone, CHECKING_AGAIN, CHANGING)
        yield _export(Path(folder) / "export.xlsx")


def _person(number: int) -> dict[str, Any]:
    """Somebody else for every number: there are not enough identity cards for one birthday."""
    born = dt.date(1980, 1, 1) + dt.timedelta(days=number // 200)
    gap = {} if number % GAP else {"bank_name": ""}
    return person_answers(id_doc_number=resident_id(born), birth_date=born.isoformat(), **gap)


def _import(
    name: str, path: Path, part: Application, alone: float, checking: float, taking: float
) -> Iterator[Ratio]:
    """The dry run with its marks, and the import, in a process of their own."""
    found = _once("import", str(path), str(part.pk))
    for key, label, bound in (("check", "looked through", checking), ("take", "taken in", taking)):
        note = f"{PEOPLE / found[key]:.0f} rows/s; {_memory(found)}"
        bound = bound if found["peak"] < MEMORY_LIMIT else 0
        yield Ratio(f"{name} {label} : openpyxl alone", found[key], alone, bound, note)


def _export(path: Path) -> Ratio:
    """Against XlsxWriter, in its mode of constant memory, with texts and amounts of that kind."""
    found = _once("export", str(path), str(EXPORTED))
    bare = _once("bare", str(path), str(found["rows"]))
    rate, limit = (found["rows"] / each["took"] for each in (found, bare))
    note = f"{rate:.0f} rows/s, {_memory(found)}; alone {limit:.0f} rows/s, {_memory(bare)}"
    bound = EXPORTING if found["peak"] < MEMORY_LIMIT else 0
    name = f"export of {found['rows']} rows : XlsxWriter alone"
    return Ratio(name, found["took"], bare["took"], bound, note)


def _memory(found: dict[str, Any]) -> str:
    over = "" if found["peak"] < MEMORY_LIMIT else f": FAILED, over {MEMORY_LIMIT} MiB"
    return f"{found['peak']} MiB at its peak{over}"


def _once(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.roster_once", *arguments]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(output)
    return found


def _write(path: Path, plan: Plan, people: list[dict[str, Any]]) -> None:
    with path.open("wb") as target:
        write_template(target, plan, "", people)


def _read(path: Path, plan: Plan) -> None:
    with path.open("rb") as content:
        read_roster(content, plan)


def _read_bare(path: Path) -> None:
    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        for _row in sheet.iter_rows(values_only=True):
            pass


def _write_bare(plan: Plan, people: list[dict[str, Any]]) -> None:
    with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        details = book.add_worksheet()
        for row, answers in enumerate(people):
            for column, asked in enumerate(plan.people.columns):
                sheet.write_string(row, column, str(answers.get(asked.key, "")))
            for column, value in enumerate(answers["invoices"][0].values()):
                details.write_string(row, column, str(value))
