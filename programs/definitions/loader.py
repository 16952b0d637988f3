"""Reads definition files and says exactly where one is wrong."""

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .schema import Definition

FOLDER = Path(__file__).parent
#: Sections, fields and slots that several programmes ask for in the same words.
SHARED = FOLDER / "shared.toml"
Location = tuple[int | str, ...]


class DefinitionError(Exception):
    """A definition file that cannot be used: file, line and reason."""


def definition_files(folder: Path = FOLDER) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if path.name != SHARED.name)


def read_definition(path: Path) -> Definition:
    """One programme from its file; DefinitionError names every place that is wrong."""
    source = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(source, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{path.name}: {error}") from error
    try:
        _insert_shared(data)
    except KeyError as error:
        line = _line_of_text(source, f'use = "{error.args[0]}"')
        text = f"{path.name}:{line}: {SHARED.name} does not know {error.args[0]}"
        raise DefinitionError(text) from error
    try:
        definition = Definition.model_validate(data)
    except ValidationError as error:
        raise DefinitionError("\n".join(_complaints(path, source, error))) from error
    if definition.slug != path.stem:
        raise DefinitionError(f"{path.name}: slug is {definition.slug!r}, not the file's name")
    return definition


def _insert_shared(data: dict[str, Any]) -> None:
    """Puts what is shared where `use` names it; KeyError with the name of what there is not."""
    for part in ("unit", "person"):
        form = data.get(part, {})
        for kind in ("sections", "slots"):
            if kind in form:
                form[kind] = [_shared(kind, item) for item in form[kind]]
        for section in form.get("sections", []):
            if "fields" in section:
                section["fields"] = [_shared("fields", item) for item in section["fields"]]


def _shared(kind: str, item: dict[str, Any]) -> dict[str, Any]:
    name = item.get("use")
    if name is None:
        return item
    known = _known_shared().get(kind, {})
    if name not in known:
        raise KeyError(name)
    common, own = known[name], {key: item[key] for key in item if key != "use"}
    fields = [*common.get("fields", []), *own.get("fields", [])]
    return {**common, **own, **({"fields": fields} if fields else {})}


@cache
def _known_shared() -> dict[str, Any]:
    return tomllib.loads(SHARED.read_text(encoding="utf-8"), parse_float=Decimal)


def _line_of_text(source: str, text: str) -> int:
    return source[: source.find(text)].count("\n") + 1


def _complaints(path: Path, source: str, error: ValidationError) -> list[str]:
    return [
        f"{path.name}:{_line_of(source, problem['loc'])}: "
        f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
        for problem in error.errors()
    ]


def _line_of(source: str, location: Location) -> int:
    """The line where the innermost known part of a location begins (1 when none is known).

    Walks the lines of the file and keeps count of the `[[array.of.tables]]` met, so that
    `person.sections.2.fields.0.type` finds the first field of the third section.
    """
    best, best_depth = 1, -1
    table: Location = ()
    counts: dict[Location, int] = {}
    for number, line in enumerate(source.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([\w.\"-]+)\s*\]", line):
            table = _resolve(header[2].replace('"', "").split("."), header[1] == "[[", counts)
            here = table
        elif assignment := re.match(r"\s*([\w-]+)\s*=", line):
            here = (*table, assignment[1])
        else:
            continue
        if len(here) > best_depth and location[: len(here)] == here:
            best, best_depth = number, len(here)
    return best


def _resolve(names: list[str], is_array: bool, counts: dict[Location, int]) -> Location:
    """The location of a table header, with the running index of every array on the way."""
    here: Location = ()
    for position, name in enumerate(names):
        here = (*here, name)
        is_last = position == len(names) - 1
        if is_last and is_array:
            counts[here] = counts.get(here, -1) + 1
        if here in counts:
            here = (*here, counts[here])
    return here
