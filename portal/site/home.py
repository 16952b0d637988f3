"""What the home page shows, gathered with a small, fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import Case, Count, Sum, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from programs.cards import ProgramCard, card_of
from programs.models import Application, Call
from programs.queries.applications import applications_of
from programs.queries.catalogue import listed_calls
from programs.states import GRANTED, State
from reviews.models import PublicNotice
from reviews.queries.notices import public_notices

APPLICATIONS_SHOWN = 3
NEWS_SHOWN = 6
STATISTICS_KEY = "site:granted"
STATISTICS_AGE = 600  # seconds: counting a year of grants is not for every visitor
WAN = 10_000


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure of the strip under the hero."""

    label: Promise
    value: str
    unit: Promise


@dataclass(frozen=True, slots=True)
class Home:
    """Cards grouped as in the catalogue, the newest calls and public notices, the visitor's files,
    a few figures."""

    groups: Sequence[tuple[str, Sequence[ProgramCard]]]
    news: Sequence[Call]
    notices: Sequence[PublicNotice]
    applications: Sequence[Application]
    stats: Sequence[Stat]


def home_page(user: User | AnonymousUser) -> Home:
    calls = list(listed_calls())
    return Home(
        grouped_cards(calls),
        opened_last(calls),
        list(public_notices()[:NEWS_SHOWN]),
        latest_of(user),
        statistics(calls),
    )


def grouped_cards(calls: Sequence[Call]) -> list[tuple[str, list[ProgramCard]]]:
    groups = groupby(calls, key=lambda call: call.program.get_group_display())
    return [(label, [card_of(call) for call in members]) for label, members in groups]


def opened_last(calls: Sequence[Call]) -> list[Call]:
    """The calls that opened last; opening a call is the news people come for."""
    now = timezone.now()
    opened = [call for call in calls if call.opens_at <= now]
    return sorted(opened, key=lambda call: call.opens_at, reverse=True)[:NEWS_SHOWN]


def latest_of(user: User | AnonymousUser) -> list[Application]:
    """What was touched last, but first of all what has come back and waits for the applicant."""
    if isinstance(user, AnonymousUser) or not user.is_authenticated:
        return []
    returned_first = Case(When(state=State.RETURNED, then=0), default=1)
    rows = applications_of(user).order_by(returned_first, "-updated_at", "-pk")
    return list(rows[:APPLICATIONS_SHOWN])


def statistics(calls: Sequence[Call]) -> list[Stat]:
    granted = cache.get_or_set(STATISTICS_KEY, granted_this_year, STATISTICS_AGE) or {}
    amount = (granted.get("amount") or 0) / WAN
    return [
        Stat(_("正在开放的项目"), str(sum(call.is_open() for call in calls)), _("项")),
        Stat(_("本年已惠及人才"), f"{granted.get('people', 0):,}", _("人次")),
        Stat(_("本年核定奖励"), f"{amount:,.0f}", _("万元")),
    ]


def granted_this_year() -> dict[str, object]:
    """How many people were granted something this year, and how much in yuan."""
    return Application.objects.filter(
        part=Application.Part.PERSON,
        state__in=GRANTED,
        decided_at__year=timezone.localdate().year,
    ).aggregate(people=Count("pk"), amount=Sum("approved_amount"))
