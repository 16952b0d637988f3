"""What is stored about somebody, gathered from every app that stores something.

An app that does names a module in `settings.OWN_DATA_SOURCES` with the functions of `Source`;
so this app need not know those above it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Block:
    """A titled list of what is stored, masked, and where its owner changes it herself."""

    title: Text
    lines: list[tuple[Text, Text]]
    url_name: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the copy: what it is, what it is stored for, and all of it in plain."""

    title: Text
    purpose: Text
    content: Any


class Source(Protocol):
    """The functions of a module that stores something about people."""

    def blocks(self, user: User) -> list[Block]:
        """For the page: masked."""

    def sections(self, user: User) -> list[Section]:
        """For the copy: plain, as JSON takes it, named as people read it."""

    def files(self, user: User) -> Iterable[tuple[str, FieldFile]]:
        """For the copy: a path within it, and the file."""

    def obstacles(self, user: User) -> list[str]:
        """What holds an erasure back, each with what is to be done about it."""

    def erase(self, user: User) -> int:
        """Takes away what need not be kept, and says how much that was."""

    def restrict(self, user: User, actor: User) -> int:
        """Marks what has to be kept as stored only, and says how much that is."""


@cache
def sources() -> tuple[Source, ...]:
    return tuple(cast(Source, import_module(name)) for name in settings.OWN_DATA_SOURCES)


def all_blocks(user: User) -> list[Block]:
    return [block for source in sources() for block in source.blocks(user)]


def all_sections(user: User) -> dict[str, Any]:
    """Everything by its title, in the language that is active."""
    return {
        str(section.title): {_("处理目的"): str(section.purpose), _("内容"): section.content}
        for source in sources()
        for section in source.sections(user)
    }


def all_files(user: User) -> Iterator[tuple[str, FieldFile]]:
    for source in sources():
        yield from source.files(user)


def all_obstacles(user: User) -> list[str]:
    return [each for source in sources() for each in source.obstacles(user)]


def erase_all(user: User) -> int:
    return sum(source.erase(user) for source in sources())


def restrict_all(user: User, actor: User) -> int:
    return sum(source.restrict(user, actor) for source in sources())


def told(row: Model, *names: str) -> dict[str, Any]:
    """These fields as forms call them, codes as their labels and times on the local clock."""
    facts = {}
    for name in names:
        display = getattr(row, f"get_{name}_display", None)
        value = display() if display else getattr(row, name)
        facts[capfirst(str(row._meta.get_field(name).verbose_name))] = local(value)  # type: ignore[union-attr]
    return facts


def local(value: Any) -> Any:
    """A time on the local clock; anything else as it is."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}" if hasattr(value, "tzinfo") else value
