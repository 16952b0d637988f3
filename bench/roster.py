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
from bench.measure import Ratio, seconds, take_turns
from programs.models import Application
from programs.roster.columns import Plan
from programs.roster.reading import read_roster
from programs.roster.template import write_template
from tests.factories import person_answers, resident_id

PEOPLE = 5_000
MEMORY_LIMIT = 300  # MiB for the whole process
READING = 1.0
"""Reading a roster may not take longer than openpyxl takes for the bare cells."""


def run() -> Iterator[Ratio]:
    if not Application.objects.filter(number__startswith="BN").exists():
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
    yield Ratio("roster template of 5 000 : XlsxWriter alone", ours, alone)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        with path.open("wb") as target:
            write_template(target, plan, "", people)
        ours, alone = take_turns(
            lambda: _read(path, plan), lambda: _read_bare(path), rounds=3, warm_up=1
        )
        yield Ratio("roster of 5 000 read : openpyxl alone", ours, alone, READING)
        yield from _import(path, part, alone)
        yield _export(Path(folder) / "export.xlsx")


def _person(number: int) -> dict[str, Any]:
    """Somebody else for every number: there are not enough identity cards for one birthday."""
    born = dt.date(1980, 1, 1) + dt.timedelta(days=number // 200)
    return person_answers(id_doc_number=resident_id(born), birth_date=born.isoformat())


def _import(path: Path, part: Application, alone: float) -> Iterator[Ratio]:
    """The dry run with its marks, and the import, in a process of their own."""
    found = _once("import", str(path), str(part.pk))
    note = f"process {found['before']} MiB before, {found['peak']} MiB at its peak"
    if found["peak"] >= MEMORY_LIMIT:
        note += f": FAILED, over {MEMORY_LIMIT} MiB"
    bound = None if found["peak"] < MEMORY_LIMIT else 0
    for name, label in (("check", "looked through"), ("take", "taken in")):
        rate = f"{PEOPLE / found[name]:.0f} rows/s; {note}"
        yield Ratio(f"roster of 5 000 {label} : openpyxl alone", found[name], alone, bound, rate)


def _export(path: Path) -> Ratio:
    """XlsxWriter alone writes the same cells in its mode of constant memory."""
    found = _once("export", str(path), str(EXPORTED))
    cells = found["rows"]
    bare = seconds(lambda: _write_rows(path, cells))
    note = f"{cells / found['took']:.0f} rows/s; {found['peak']} MiB at its peak"
    bound = 1.0 if found["peak"] < MEMORY_LIMIT else 0
    return Ratio("export of rows : XlsxWriter alone", found["took"], bare, bound, note)


def _once(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.roster_once", *arguments]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(output)
    return found


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


def _write_rows(path: Path, count: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        texts = [
            "苏州平江科技有限公司",
            "祝允明",
            "YXGX2026-00000001-1",
            "优秀人才贡献奖励",
            "2026",
        ]
        for row in range(count):
            for column in range(12):
                if column in (8, 9):
                    sheet.write_number(row, column, 40000)
                else:
                    sheet.write_string(row, column, texts[column % 5])
