"""The filters of the queue: each reads one parameter and narrows by an indexed column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import District
from portal.lib.dates import BUSINESS_ZONE, today
from programs.models import Call, Program
from programs.states import State
from reviews.models import ReviewItem
from reviews.queries.items import Tab, tab_counts, tabs_of
from reviews.queries.stages import stages_in_use
from reviews.rules import desk_of

Items = QuerySet[ReviewItem]
Lookups = list[tuple[Any, Any]]


class TabFilter(SimpleListFilter):
    """Which part of the queue: shown as tabs above the list, never empty."""

    title = _("队列")
    parameter_name = "tab"

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, Any],
        model: type[ReviewItem],
        admin: ModelAdmin[ReviewItem],
    ) -> None:
        self.desk = desk_of(request.user)
        super().__init__(request, params, model, admin)

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Lookups:
        return [(tab.key, tab.label) for tab in tabs_of(self.desk)]

    @property
    def tab(self) -> Tab:
        """The chosen tab; the first one when none, or an unknown one, is named."""
        tabs = tabs_of(self.desk)
        return next((tab for tab in tabs if tab.key == self.value()), tabs[0])

    def queryset(self, request: HttpRequest, queryset: Items) -> Items:
        return queryset.filter(self.tab.condition(self.desk))

    def tabs(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """The tabs with their counters, for the template."""
        for tab, total in tab_counts(self.desk):
            yield {
                "label": tab.label,
                "count": total.number if total.exact else f"{total.number}+",
                "selected": tab == self.tab,
                "url": changelist.get_query_string({self.parameter_name: tab.key}, ["o"]),
            }


class ProgramFilter(SimpleListFilter):
    title = _("项目")
    parameter_name = "program"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Lookups:
        return [(program.slug, str(program)) for program in Program.objects.all()]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: Items) -> Items:
        if not self.value():
            return queryset
        calls = Call.objects.filter(program__slug=self.value())
        return queryset.filter(call__in=list(calls.values_list("pk", flat=True)))


class YearFilter(SimpleListFilter):
    title = _("年度")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Lookups:
        years = Call.objects.order_by("-year").values_list("year", flat=True).distinct()
        return [(str(year), str(year)) for year in years]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: Items) -> Items:
        year = self.value() or ""
        if not (year.isascii() and year.isdigit() and len(year) <= 4):
            return queryset
        calls = Call.objects.filter(year=int(year))
        return queryset.filter(call__in=list(calls.values_list("pk", flat=True)))


class DistrictFilter(SimpleListFilter):
    title = _("区域")
    parameter_name = "district"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Lookups:
        districts = District.objects.all()
        if (reach := desk_of(request.user).districts) is not None:
            districts = districts.filter(code__in=reach)
        return [(district.code, district.name) for district in districts]

    def has_output(self) -> bool:
        """Who sees one district only has nothing to choose."""
        return len(self.lookup_choices) > 1

    def queryset(self, request: HttpRequest, queryset: Items) -> Items:
        return queryset.filter(district=self.value()) if self.value() else queryset


class StageFilter(SimpleListFilter):
    title = _("环节")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Lookups:
        return [(key, str(title)) for key, title in stages_in_use().items()]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: Items) -> Items:
        return queryset.filter(stage=self.value()) if self.value() else queryset


class StateFilter(SimpleListFilter):
    title = _("状态")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Lookups:
        return [(state.value, state.label) for state in State if state is not State.DRAFT]

    def queryset(self, request: HttpRequest, queryset: Items) -> Items:
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


class PartFilter(SimpleListFilter):
    title = _("类型")
    parameter_name = "part"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Lookups:
        return list(ReviewItem.Part.choices)

    def queryset(self, request: HttpRequest, queryset: Items) -> Items:
        return (
            queryset.filter(part=self.value())
            if self.value() in dict(self.lookup_choices)
            else queryset
        )


class WaitingFilter(SimpleListFilter):
    """Calendar days in the present stage."""

    title = _("等待")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Lookups:
        return [
            ("late", _("已超期")),
            ("due", _("3 天内到期")),
            ("3", _("3 天以上")),
            ("7", _("7 天以上")),
            ("15", _("15 天以上")),
        ]

    def queryset(self, request: HttpRequest, queryset: Items) -> Items:
        value = self.value()
        if value == "late":
            return queryset.filter(due_on__lt=today())
        if value == "due":
            return queryset.filter(due_on__range=(today(), today() + dt.timedelta(days=3)))
        if value in ("3", "7", "15"):
            day = today() - dt.timedelta(days=int(value) - 1)
            before = timezone.make_aware(dt.datetime.combine(day, dt.time()), BUSINESS_ZONE)
            return queryset.filter(stage_entered_at__lt=before, due_on__isnull=False)
        return queryset


class AmountFilter(SimpleListFilter):
    """The proposed amount, in yuan."""

    title = _("金额")
    parameter_name = "amount"
    ranges: dict[str, tuple[str, int | None, int | None]] = {
        "1": (_("1 万元以下"), None, 10_000),
        "2": (_("1 万—5 万元"), 10_000, 50_000),
        "3": (_("5 万—20 万元"), 50_000, 200_000),
        "4": (_("20 万元以上"), 200_000, None),
    }

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Lookups:
        return [(key, label) for key, (label, _low, _high) in self.ranges.items()]

    def queryset(self, request: HttpRequest, queryset: Items) -> Items:
        if self.value() not in self.ranges:
            return queryset
        _label, low, high = self.ranges[str(self.value())]
        wanted = Q(proposed_amount__isnull=False)
        if low is not None:
            wanted &= Q(proposed_amount__gte=Decimal(low))
        if high is not None:
            wanted &= Q(proposed_amount__lt=Decimal(high))
        return queryset.filter(wanted)


QUEUE_FILTERS: Iterable[type[SimpleListFilter]] = (
    TabFilter,
    ProgramFilter,
    YearFilter,
    DistrictFilter,
    PartFilter,
    StageFilter,
    StateFilter,
    WaitingFilter,
    AmountFilter,
)
