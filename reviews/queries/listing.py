"""The list that a query string describes: the same for the queue, its neighbours and exports.

Each parameter narrows by an indexed column; values that make no sense narrow nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from portal.lib.dates import BUSINESS_ZONE, today
from programs.models import Call
from programs.states import State
from reviews.models import ReviewItem
from reviews.rules import Desk

from .items import Tab, search, tabs_of, visible_items

Items = QuerySet[ReviewItem]
NEWEST_FIRST = ("-submitted_at", "-pk")
OLDEST_FIRST = ("submitted_at", "pk")
ORDERS = {"new": NEWEST_FIRST, "old": OLDEST_FIRST}
#: Bounds of the proposed amount in yuan, from the first up to below the second.
AMOUNTS: dict[str, tuple[int, int]] = {
    "1": (0, 10_000),
    "2": (10_000, 50_000),
    "3": (50_000, 200_000),
    "4": (200_000, 10**12),
}
SOON = dt.timedelta(days=3)


@dataclass(frozen=True)
class Listing:
    """Rows and their order, and the tab they stand under."""

    rows: Items
    order: tuple[str, str]
    tab: Tab


def listing(desk: Desk, parameters: Mapping[str, str]) -> Listing:
    """The rows within the desk's reach that these parameters describe."""
    tab = tab_named(desk, parameters.get("tab"))
    rows = visible_items(desk).filter(tab.condition(desk))
    for name in NARROW:
        rows = narrow(name, rows, parameters.get(name))
    order = order_named(tab, parameters.get("o"))
    return Listing(search(rows, parameters.get("q", "")).order_by(*order), order, tab)


def tab_named(desk: Desk, key: str | None) -> Tab:
    """The tab of that name, or the first one."""
    tabs = tabs_of(desk)
    return next((tab for tab in tabs if tab.key == key), tabs[0])


def order_named(tab: Tab, key: str | None) -> tuple[str, str]:
    """The order of that name; without one, what waits is worked off from the oldest."""
    return ORDERS.get(key or "", OLDEST_FIRST if tab.oldest_first else NEWEST_FIRST)


def narrow(name: str, rows: Items, value: str | None) -> Items:
    """The rows that one parameter leaves."""
    return NARROW[name](rows, value) if value else rows


def _program(rows: Items, value: str) -> Items:
    return rows.filter(call__in=_calls(program__slug=value))


def _year(rows: Items, value: str) -> Items:
    if not (value.isascii() and value.isdigit() and len(value) == len("2026")):
        return rows
    return rows.filter(call__in=_calls(year=int(value)))


def _calls(**wanted: str | int) -> list[int]:
    """Calls are few: named one by one, the planner knows how many rows to expect."""
    return list(Call.objects.filter(**wanted).values_list("pk", flat=True))


def _district(rows: Items, value: str) -> Items:
    return rows.filter(district=value.replace("\x00", ""))


def _part(rows: Items, value: str) -> Items:
    return rows.filter(part=value) if value in ReviewItem.Part.values else rows


def _stage(rows: Items, value: str) -> Items:
    return rows.filter(stage=value.replace("\x00", ""))


def _state(rows: Items, value: str) -> Items:
    return rows.filter(state=value) if value in State.values else rows


def _waiting(rows: Items, value: str) -> Items:
    if value == "late":
        return rows.filter(due_on__lt=today())
    if value == "due":
        return rows.filter(due_on__range=(today(), today() + SOON))
    if value not in ("3", "7", "15"):
        return rows
    day = today() - dt.timedelta(days=int(value) - 1)
    before = timezone.make_aware(dt.datetime.combine(day, dt.time()), BUSINESS_ZONE)
    return rows.filter(stage_entered_at__lt=before, due_on__isnull=False)


def _amount(rows: Items, value: str) -> Items:
    if value not in AMOUNTS:
        return rows
    low, high = AMOUNTS[value]
    return rows.filter(proposed_amount__gte=low, proposed_amount__lt=high)


NARROW: dict[str, Callable[[Items, str], Items]] = {
    "program": _program,
    "year": _year,
    "district": _district,
    "part": _part,
    "stage": _stage,
    "state": _state,
    "waiting": _waiting,
    "amount": _amount,
}
