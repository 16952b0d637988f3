"""The filters of the queue as the changelist shows them; what each means stands in `listing`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import District
from programs.models import Call, Program
from programs.states import State
from reviews.models import ReviewItem
from reviews.queries.items import Tab, tab_counts, tabs_of
from reviews.queries.listing import narrow, tab_named
from reviews.queries.stages import stages_in_use
from reviews.rules import desk_of

Choices = list[tuple[Any, Any]]


class TabFilter(SimpleListFilter):
    """Which part of the queue: shown as tabs above the list, never empty."""

    title = _("队列")
    parameter_name = "tab"

    def __init__(self, request: HttpRequest, *arguments: Any) -> None:
        self.desk = desk_of(request.user)
        super().__init__(request, *arguments)

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Choices:
        return [(tab.key, tab.label) for tab in tabs_of(self.desk)]

    @property
    def tab(self) -> Tab:
        return tab_named(self.desk, self.value())

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ReviewItem]
    ) -> QuerySet[ReviewItem]:
        return queryset.filter(self.tab.condition(self.desk))

    def tabs(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """The tabs with their counters, for the template."""
        for tab, total in tab_counts(self.desk):
            yield {
                "label": tab.label,
                "count": total.number if total.exact else f"{total.number}+",
                "selected": tab == self.tab,
                "url": changelist.get_query_string({self.parameter_name: tab.key, "o": None}),
            }


class Dropdown(SimpleListFilter):
    """A filter that narrows by the parameter of its name."""

    def has_output(self) -> bool:
        """Always: one that Django leaves out would not narrow either."""
        return True

    @property
    def offers_a_choice(self) -> bool:
        """Whether it is worth a place in the bar."""
        return len(self.lookup_choices) > 1

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ReviewItem]
    ) -> QuerySet[ReviewItem]:
        return narrow(str(self.parameter_name), queryset, self.value())


class ProgramFilter(Dropdown):
    title = _("项目")
    parameter_name = "program"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Choices:
        return [(program.slug, str(program)) for program in Program.objects.all()]


class YearFilter(Dropdown):
    title = _("年度")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Choices:
        years = Call.objects.order_by("-year").values_list("year", flat=True).distinct()
        return [(str(year), str(year)) for year in years]


class DistrictFilter(Dropdown):
    title = _("区域")
    parameter_name = "district"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Choices:
        districts = District.objects.all()
        if (reach := desk_of(request.user).districts) is not None:
            districts = districts.filter(code__in=reach)
        return [(district.code, str(district)) for district in districts]


class PartFilter(Dropdown):
    title = _("类型")
    parameter_name = "part"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Choices:
        return list(ReviewItem.Part.choices)


class StageFilter(Dropdown):
    title = _("环节")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Choices:
        return [(key, str(title)) for key, title in stages_in_use().items()]


class StateFilter(Dropdown):
    title = _("状态")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Choices:
        return [(state.value, state.label) for state in State if state is not State.DRAFT]


class WaitingFilter(Dropdown):
    """Calendar days in the present stage."""

    title = _("等待")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Choices:
        return [
            ("late", _("已超期")),
            ("due", _("3 天内到期")),
            ("3", _("3 天以上")),
            ("7", _("7 天以上")),
            ("15", _("15 天以上")),
        ]


class AmountFilter(Dropdown):
    title = _("金额")
    parameter_name = "amount"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[ReviewItem]) -> Choices:
        return [
            ("1", _("1 万元以下")),
            ("2", _("1 万—5 万元")),
            ("3", _("5 万—20 万元")),
            ("4", _("20 万元以上")),
        ]


QUEUE_FILTERS: tuple[type[SimpleListFilter], ...] = (
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
