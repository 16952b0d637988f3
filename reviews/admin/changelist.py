"""The queue as a changelist that moves by key instead of by offset.

Django's own counts every row and skips to a page by OFFSET; both cost more with every row of the
table. This one asks for one page after a cursor and counts up to a cap.
"""

from __future__ import annotations

from copy import copy
from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from portal.lib.paging import KeysetPage, Total, capped_count, keyset_page
from reviews.models import ReviewItem
from reviews.queries.items import COUNT_CAP, for_list
from reviews.queries.stages import routes

from .filters import TabFilter

NEWEST_FIRST = ("-submitted_at", "-pk")
OLDEST_FIRST = ("submitted_at", "pk")
ORDER_VAR = "o"
ORDERS = {"new": NEWEST_FIRST, "old": OLDEST_FIRST}


class QueueRows(ChangeList):
    """The filtered queue without a page of it: for previous and next, batches and exports."""

    queryset: QuerySet[ReviewItem]

    @property
    def tab_filter(self) -> TabFilter:
        """The filter behind the tabs."""
        return cast(TabFilter, self.filter_specs[0])

    @property
    def by_key(self) -> tuple[str, str]:
        """The order of the list; what waits is worked off from the oldest."""
        tab = self.tab_filter.tab
        return ORDERS.get(
            self.params.get(ORDER_VAR, ""), OLDEST_FIRST if tab.oldest_first else NEWEST_FIRST
        )

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str]:
        return list(self.by_key)

    def apply_select_related(self, qs: QuerySet[Any]) -> QuerySet[Any]:
        return for_list(qs)

    def get_results(self, request: HttpRequest) -> None:
        """No page is wanted here."""
        self.result_list = self.queryset.none()
        self.result_count = 0
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = False
        self.can_show_all = self.multi_page = False


class QueueChangeList(QueueRows):
    """One page of the queue."""

    page: KeysetPage[ReviewItem]
    total: Total

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.page = keyset_page(
            self.queryset,
            cursor=request.GET.get(PAGE_VAR, ""),
            ordering=self.by_key,
            per_page=self.list_per_page,
        )
        self.total = capped_count(self.queryset, COUNT_CAP)
        self.result_list = self.page.rows
        self.result_count = self.total.number
        self.show_admin_actions = True
        self.multi_page = bool(self.page.previous or self.page.next)
        self._name_stages()

    def _name_stages(self) -> None:
        """Gives each row the title of its stage, without asking row by row."""
        titles = routes(row.version_id for row in self.page.rows)
        for row in self.page.rows:
            title = titles[row.version_id].get(row.stage)
            row.stage_title = str(title) if title else ""  # type: ignore[attr-defined]

    def url_for_result(self, result: ReviewItem) -> str:
        return reverse("admin:reviews_reviewitem_review", args=[result.pk])

    def link(self, cursor: str) -> str:
        """The address of the page at a cursor."""
        return self.get_query_string({PAGE_VAR: cursor})

    @property
    def first_link(self) -> str:
        return self.get_query_string()

    @property
    def next_link(self) -> str:
        return self.link(self.page.next)

    @property
    def previous_link(self) -> str:
        return self.link(self.page.previous)

    @property
    def last_link(self) -> str:
        return self.link("last")

    @property
    def other_order_link(self) -> str:
        """The same list from the other end."""
        return self.get_query_string({ORDER_VAR: "new" if self.is_oldest_first else "old"})

    @property
    def is_oldest_first(self) -> bool:
        return self.by_key == OLDEST_FIRST

    def tabs(self) -> list[dict[str, Any]]:
        return list(self.tab_filter.tabs(self))

    def shown_filters(self) -> list[Any]:
        """The filters of the bar: all but the tabs."""
        return [spec for spec in self.filter_specs if spec is not self.tab_filter]


def queue_rows(
    model_admin: ModelAdmin[ReviewItem], request: HttpRequest, filters: str
) -> QueueRows:
    """The rows of the list that a query string describes; the whole list when it makes no sense."""
    asking = copy(request)
    asking.GET = QueryDict(filters)  # type: ignore[assignment]  # immutable either way
    arguments: tuple[Any, ...] = (
        model_admin.model, model_admin.list_display, (), model_admin.list_filter, None,
        model_admin.search_fields, (), model_admin.list_per_page, 0, (), model_admin, (), "",
    )  # fmt: skip
    try:
        return QueueRows(asking, *arguments)
    except IncorrectLookupParameters:
        asking.GET = QueryDict()  # type: ignore[assignment]
        return QueueRows(asking, *arguments)
