"""The first page of a member of staff: what waits, what is late, what was done last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from accounts.models import User
from portal.lib.paging import Total, capped_count
from programs.models import Call, Transition
from reviews.models import ReviewItem
from reviews.rules import CASHIERS, Desk

from .items import COUNT_CAP, Tab, for_list, late_items, tab_counts, waiting_for
from .listing import OLDEST_FIRST

SHOWN = 8


@dataclass(frozen=True)
class Dashboard:
    """What the page shows; empty lists for roles that decide nothing."""

    counts: list[tuple[Tab, Total]]
    late: Total
    oldest: list[ReviewItem]
    mine: list[Transition]
    routes: list[dict[str, Any]]


def dashboard(user: User, desk: Desk) -> Dashboard:
    """Everything on the page, in a number of queries that does not grow with anything."""
    oldest: list[ReviewItem] = []
    if desk.may_decide:
        oldest = list(for_list(waiting_for(desk)).order_by(*OLDEST_FIRST)[:SHOWN])
    log = Transition.objects.filter(actor=user).select_related("application__call__program")
    return Dashboard(
        counts=tab_counts(desk),
        late=capped_count(late_items(desk), COUNT_CAP),
        oldest=oldest,
        mine=list(log.defer("application__answers", "application__edits").order_by("-at")[:SHOWN]),
        # Who only pays has no stage to look after.
        routes=_routes() if desk.roles - CASHIERS else [],
    )


def _routes() -> list[dict[str, Any]]:
    """Each programme of the newest year with its stages and their time limits."""
    published = Call.objects.filter(published_at__isnull=False)
    newest = published.aggregate(year=Max("year"))["year"] or 0
    calls = published.filter(year=newest).select_related("program", "version")
    return [
        {
            "call": call,
            "stages": [
                {"title": str(stage.title), "days": stage.days} for stage in call.definition.route
            ],
        }
        for call in calls
    ]
