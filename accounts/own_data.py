"""What is stored about somebody, gathered from every app that stores something.

An app that does names a module in `settings.OWN_DATA_SOURCES` with the four functions of `Source`;
so this app need not know those above it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise

from accounts.models import User

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Block:
    """A titled list of what is stored, masked, and where its owner changes it herself."""

    title: Text
    lines: list[tuple[Text, Text]]
    url_name: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took away, and what has to be kept."""

    erased: int = 0
    kept: int = 0


class Source(Protocol):
    """The functions of a module that stores something about people."""

    def blocks(self, user: User) -> list[Block]:
        """For the page: masked."""

    def data(self, user: User) -> dict[str, Any]:
        """For the copy: plain, as JSON takes it."""

    def files(self, user: User) -> Iterable[tuple[str, FieldFile]]:
        """For the copy: a path within it, and the file."""

    def erase(self, user: User) -> Erased:
        """Takes away what need not be kept. Raises Refused while something is under way."""


@cache
def sources() -> tuple[Source, ...]:
    return tuple(cast(Source, import_module(name)) for name in settings.OWN_DATA_SOURCES)


def all_blocks(user: User) -> list[Block]:
    return [block for source in sources() for block in source.blocks(user)]


def all_data(user: User) -> dict[str, Any]:
    return {key: value for source in sources() for key, value in source.data(user).items()}


def all_files(user: User) -> Iterator[tuple[str, FieldFile]]:
    for source in sources():
        yield from source.files(user)


def erase_all(user: User) -> Erased:
    """Every source in turn. Raises Refused, and then the caller's transaction undoes the rest."""
    done = [source.erase(user) for source in sources()]
    return Erased(sum(each.erased for each in done), sum(each.kept for each in done))
