"""Lists of thirty rows and lists of a million, at the same price per page.

Applicants get numbered pages with an exact total (`paginate`). Staff lists move by key instead
of by offset and show a capped total.
"""

import base64
import binascii
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Page, Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
PAGE_PARAMETER = "page"
COUNT_CAP = 10_000
NEWEST_FIRST = ("-submitted_at", "-pk")


@dataclass(frozen=True)
class Total:
    """A number of rows; not exact when counting stopped at the cap."""

    number: int
    exact: bool

    def __str__(self) -> str:
        if self.exact:
            return _("总计 %(number)s 条数据") % {"number": f"{self.number:,}"}
        return _("总计约 %(number)s 条数据") % {"number": f"{self.number:,}"}


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """One page of rows; the cursors are values for the URL, empty where there is no such page."""

    rows: list[Row]
    previous: str
    next: str


def paginate(request: HttpRequest, rows: QuerySet[Any, Item], per_page: int = 20) -> Page[Item]:
    """The page named by `?page=`; nonsense gives the first page, too high a number the last."""
    return Paginator(rows, per_page).get_page(request.GET.get(PAGE_PARAMETER))


def capped_count(rows: QuerySet[Any], cap: int = COUNT_CAP) -> Total:
    """Counts no further than the cap, so the price does not grow with the table."""
    found = rows.order_by()[: cap + 1].count()
    return Total(min(found, cap), exact=found <= cap)


def keyset_page(
    rows: QuerySet[Row],
    *,
    cursor: str = "",
    ordering: Sequence[str] = NEWEST_FIRST,
    per_page: int = 50,
) -> KeysetPage[Row]:
    """The page after or before a cursor; the first page without one, the last for "last".

    `ordering` names columns that are never NULL and ends with a unique one; an index in that
    order makes every page equally fast. Raises BadRequest for a cursor we did not make.
    """
    backwards, values = _read_cursor(cursor, rows.model, ordering)
    direction = [_reversed(name) for name in ordering] if backwards else list(ordering)
    wanted = rows.filter(_beyond(direction, values)) if values else rows
    found = list(wanted.order_by(*direction)[: per_page + 1])
    more = len(found) > per_page
    found = found[:per_page]
    if backwards:
        found.reverse()
    has_previous = more if backwards else bool(values)
    has_next = bool(values) if backwards else more
    return KeysetPage(
        rows=found,
        previous=_write_cursor("p", found[0], ordering) if found and has_previous else "",
        next=_write_cursor("n", found[-1], ordering) if found and has_next else "",
    )


def _reversed(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(ordering: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come after these values.

    (a, b) < (x, y) is written as a <= x and (a < x or b < y): PostgreSQL then begins its walk
    through the index at x, which it does not for the plain disjunction.
    """
    name, value = ordering[0].lstrip("-"), values[0]
    comparison = "lt" if ordering[0].startswith("-") else "gt"
    past = Q(**{f"{name}__{comparison}": value})
    if len(ordering) == 1:
        return past
    return Q(**{f"{name}__{comparison}e": value}) & (past | _beyond(ordering[1:], values[1:]))


def _write_cursor(direction: str, row: Model, ordering: Sequence[str]) -> str:
    values = [_plain(getattr(row, name.lstrip("-"))) for name in ordering]
    packed = json.dumps([direction, *values], cls=DjangoJSONEncoder, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    # DjangoJSONEncoder cuts times to milliseconds; rows of the same millisecond would be lost.
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def _read_cursor(
    cursor: str, model: type[Model], ordering: Sequence[str]
) -> tuple[bool, list[Any]]:
    """Whether the page lies before the cursor, and the values at the cursor."""
    if cursor in ("", "last"):
        return cursor == "last", []
    try:
        direction, *raw = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [
            _field(model, name).to_python(value) for name, value in zip(ordering, raw, strict=True)
        ]
    except (binascii.Error, ValueError, TypeError, ValidationError) as error:
        raise BadRequest("Unreadable page cursor.") from error
    if direction not in ("n", "p") or None in values:
        raise BadRequest("Page cursor of another list.")
    return direction == "p", values


def _field(model: type[Model], name: str) -> Any:
    column = name.lstrip("-")
    return model._meta.pk if column == "pk" else model._meta.get_field(column)


def neighbours(
    rows: QuerySet[Row], row: Row, ordering: Sequence[str] = NEWEST_FIRST
) -> tuple[Row | None, Row | None]:
    """The rows before and after `row` in this order, whether or not it is still among `rows`."""
    values = [getattr(row, name.lstrip("-")) for name in ordering]
    backwards = [_reversed(name) for name in ordering]
    previous = rows.filter(_beyond(backwards, values)).order_by(*backwards).first()
    following = rows.filter(_beyond(ordering, values)).order_by(*ordering).first()
    return previous, following
