"""What waits for a programme manager: calls to prepare, windows, budgets that run out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.lib.dates import filing_year, today
from programs.cards import CLOSING_SOON
from programs.models import Call
from programs.queries.call_checklist import standing_in_the_way

#: From this month on next year's calls are prepared.
PREPARED_FROM = 10
#: A budget is spoken of from this part on.
NEARLY = Decimal("0.8")
#: So many check-lists are gone through for one page.
CHECKED = 10


@dataclass(frozen=True)
class Matter:
    """One thing to look after, and the page of the admin where that is done."""

    call: Call
    text: str
    page: str
    is_hot: bool = False


@dataclass(frozen=True)
class Matters:
    """What waits, and the calls of this year that have none of next year to follow them."""

    waiting: list[Matter]
    unfollowed: list[Call]
    next_year: int

    def __bool__(self) -> bool:
        return bool(self.waiting or self.unfollowed)


def matters() -> Matters:
    """Everything, in a number of queries that grows with what is being prepared only."""
    year = filing_year()
    calls = list(
        Call.objects.filter(year__gte=year - 1)
        .select_related("program", "version__program")
        .order_by("opens_at", "pk")
    )
    prepared = [call for call in calls if not call.is_published][:CHECKED]
    published = [call for call in calls if call.is_published]
    waiting = [_prepared(call) for call in prepared]
    waiting += [each for call in published for each in (_window(call), _budget(call)) if each]
    return Matters(waiting, _unfollowed(calls, year), year + 1)


def _prepared(call: Call) -> Matter:
    missing = len(standing_in_the_way(call))
    text = _("可以发布")
    if missing:
        text = _("还有 %(count)s 项必备项未完成") % {"count": missing}
    starts = f"{timezone.localtime(call.opens_at):%Y-%m-%d}"
    text = _("准备中，%(day)s 开始申报：%(what)s") % {"day": starts, "what": text}
    soon = call.opens_at - timezone.now() <= CLOSING_SOON
    return Matter(call, text, "admin:programs_call_checklist", is_hot=soon)


def _window(call: Call) -> Matter | None:
    now, page = timezone.now(), "admin:programs_call_change"
    if now < call.opens_at <= now + CLOSING_SOON:
        return Matter(call, _("%(time)s 开始申报") % {"time": _time(call.opens_at)}, page)
    if call.closes_at and call.is_open(now) and call.closes_at <= now + CLOSING_SOON:
        return Matter(call, _("%(time)s 截止申报") % {"time": _time(call.closes_at)}, page)
    return None


def _budget(call: Call) -> Matter | None:
    if not call.budget or call.granted < call.budget * NEARLY:
        return None
    text = _("预算已核定 %(share)s") % {"share": f"{call.granted / call.budget:.0%}"}
    return Matter(call, text, "admin:reviews_statistic_change", is_hot=call.is_exhausted)


def _unfollowed(calls: list[Call], year: int) -> list[Call]:
    """Late in the year: the calls with an end, whose programme has none of next year yet."""
    if today().month < PREPARED_FROM:
        return []
    followed = {call.program_id for call in calls if call.year > year}
    mine = [call for call in calls if call.year == year and call.closes_at]
    return [call for call in mine if call.program_id not in followed]


def _time(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
