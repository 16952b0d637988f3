"""What people choose from when they describe themselves: codes with names in both languages."""

import csv
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from portal.lib.language import in_language

FOLDER = Path(__file__).with_name("data")
Row = tuple[str, str, str]


@cache
def rows_of(table: str) -> tuple[Row, ...]:
    """Code, name and English name of each row, in the order of the page."""
    if table == "countries":
        return tuple(_rows(csv_rows("countries.csv")))
    data = tomllib.loads((FOLDER / "code_tables.toml").read_text(encoding="utf-8"))
    return tuple(_rows(data[table]))


def choices(table: str) -> list[tuple[str, str]]:
    """Code and name in the visitor's language."""
    return [(code, in_language(name, name_en)) for code, name, name_en in rows_of(table)]


def label(table: str, code: str) -> str:
    """The name of a code in the visitor's language, "" for none."""
    return dict(choices(table)).get(code, "")


def csv_rows(name: str) -> list[list[str]]:
    """The rows of a data file, without its comments."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(line for line in file if not line.startswith("#")))


def _rows(rows: Iterable[list[str]]) -> Iterable[Row]:
    return ((code, name, name_en) for code, name, name_en in rows)
