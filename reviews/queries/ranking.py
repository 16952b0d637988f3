"""Calls to be ranked: who waits, what stands in the way, and the list in its order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.definitions.route import Stage, Tier
from programs.models import Application
from programs.ranking import places
from programs.states import IN_REVIEW, State
from reviews.models import RankedCall, ReviewItem
from reviews.rules import Desk


@dataclass(frozen=True)
class Ranked:
    """One application with its place and what comes with it."""

    item: ReviewItem
    rank: int
    tier: Tier
    amount: Decimal


def rankable_calls(desk: Desk) -> QuerySet[RankedCall]:
    """The calls in which something waits to be ranked by one of the desk's offices."""
    # Few calls have such a stage, and their definitions are in the process already.
    calls = RankedCall.objects.select_related("program")
    stages = {call.pk: ranking_stage(call) for call in calls}
    found = Application.objects.filter(state=State.PENDING_REVIEW, office__in=desk.offices)
    waiting = [
        pk for pk, stage in stages.items()
        if stage and found.filter(call=pk, stage=stage.key).exists()
    ]  # fmt: skip
    return calls.filter(pk__in=waiting)


def get_rankable(desk: Desk, pk: int) -> RankedCall:
    """A call in which the desk ranks; Http404 for any other."""
    call = rankable_calls(desk).filter(pk=pk).first()
    if call is None:
        raise Http404
    return call


def ranking_stage(call: RankedCall) -> Stage | None:
    return next((stage for stage in call.definition.route if stage.kind == "ranking"), None)


def obstacles(call: RankedCall) -> list[str]:
    """Why the list cannot be ranked yet: it must be whole."""
    found = []
    if call.closes_at is None:
        found.append(_("申报批次为常态申报，请先设置截止时间。"))
    elif call.closes_at > timezone.now():
        until = f"{timezone.localtime(call.closes_at):%Y-%m-%d %H:%M}"
        found.append(_("申报尚未截止（{until}），截止后方可排名。").format(until=until))
    stage = ranking_stage(call)
    assert stage
    people = Application.objects.filter(call=call, part=Application.Part.PERSON)
    elsewhere = people.filter(state__in=IN_REVIEW, restricted_at=None).exclude(stage=stage.key)
    if count := elsewhere.count():
        message = _("还有 {count} 件在其他环节审核中，全部审结后方可排名。")
        found.append(message.format(count=count))
    if call.figures is None:
        found.append(_("本年度的档次和金额尚未设置，请项目管理员在申报批次的“年度参数”中设置。"))
    return found


def ranked(call: RankedCall) -> list[Ranked]:
    """Everybody who waits to be ranked, the highest first; the amounts are the district's."""
    stage, definition = ranking_stage(call), call.definition
    assert stage
    items = list(
        ReviewItem.objects.filter(
            call=call, stage=stage.key, state=State.PENDING_REVIEW, restricted_at=None
        )
        .exclude(score=None)
        .select_related("call__program", "district")
        .order_by("-score", "submitted_at", "pk")
    )
    figures = call.figures
    if figures is None:
        return []
    scores = [item.score or Decimal(0) for item in items]
    found = places(scores, definition.tiers, figures.values)
    return [
        Ranked(
            item,
            place.rank,
            place.tier,
            figures.for_district(item.district_id or "")[place.tier.amount],
        )
        for item, place in zip(items, found, strict=True)
    ]


def by_tier(rows: list[Ranked]) -> list[tuple[Tier, int, Decimal]]:
    """How many people and how much money each tier takes."""
    counts = Counter(row.tier.amount for row in rows)
    tiers = list(dict.fromkeys(row.tier for row in rows))
    return [
        (t, counts[t.amount], sum((r.amount for r in rows if r.tier is t), Decimal(0)))
        for t in tiers
    ]
