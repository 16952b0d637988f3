"""The queue as a changelist that moves by key instead of by offset.

Django's own counts every row and skips to a page by OFFSET; both cost more with every row of the
table. This one asks for one page after a cursor and counts up to a cap.
"""

from __future__ import annotations

from typing import Any, Literal, cast

from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.urls import reverse

from portal.lib.paging import KeysetPage, Total, capped_count, keyset_page
from reviews.models import ReviewItem
from reviews.queries.items import COUNT_CAP, SEARCH_COUNT_CAP, for_list
from reviews.queries.listing import OLDEST_FIRST, order_named
from reviews.queries.stages import routes

from .filters import Dropdown, TabFilter


class QueueChangeList(ChangeList):
    """One page of the queue, with what its template shows around it."""

    queryset: QuerySet[ReviewItem]
    page: KeysetPage[ReviewItem]
    total: Total

    @property
    def tab_filter(self) -> TabFilter:
        """The filter behind the tabs: the first of `QUEUE_FILTERS`."""
        return cast(TabFilter, self.filter_specs[0])

    @property
    def order(self) -> tuple[str, str]:
        return order_named(self.tab_filter.tab, self.params.get(ORDER_VAR))

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str | Combinable]:
        return list(self.order)

    def get_ordering_field_columns(self) -> dict[int, Literal["desc", "asc"]]:
        """No column is a way to sort: only what an index answers is offered."""
        return {}

    def apply_select_related(self, qs: QuerySet[Any]) -> QuerySet[Any]:
        return for_list(qs)

    def get_results(self, request: HttpRequest) -> None:
        cursor = request.GET.get(PAGE_VAR, "")
        self.page = keyset_page(
            self.queryset, cursor=cursor, ordering=self.order, per_page=self.list_per_page
        )
        self.total = capped_count(self.queryset, SEARCH_COUNT_CAP if self.query else COUNT_CAP)
        self.result_list = self.page.rows
        self.result_count = self.total.number
        self.full_result_count = None
        self.show_full_result_count = self.can_show_all = False
        self.show_admin_actions = True
        self.multi_page = bool(self.page.previous or self.page.next)
        self._name_stages()

    def _name_stages(self) -> None:
        """Gives each row the title of its stage, without asking row by row."""
        titles = routes(row.version_id for row in self.page.rows)
        for row in self.page.rows:
            title = titles[row.version_id].get(row.stage)
            row.stage_title = str(title) if title else ""

    def url_for_result(self, result: Model) -> str:
        return reverse("admin:reviews_reviewitem_review", args=[result.pk])

    @property
    def first_link(self) -> str:
        return self.get_query_string()

    @property
    def next_link(self) -> str:
        return self.get_query_string({PAGE_VAR: self.page.next})

    @property
    def previous_link(self) -> str:
        return self.get_query_string({PAGE_VAR: self.page.previous})

    @property
    def last_link(self) -> str:
        return self.get_query_string({PAGE_VAR: "last"})

    @property
    def other_order_link(self) -> str:
        """The same list from the other end."""
        return self.get_query_string({ORDER_VAR: "new" if self.is_oldest_first else "old"})

    @property
    def is_oldest_first(self) -> bool:
        return self.order == OLDEST_FIRST

    def tabs(self) -> list[dict[str, Any]]:
        return list(self.tab_filter.tabs(self))

    def shown_filters(self) -> list[Any]:
        """The filters of the bar: all that offer a choice, but the tabs."""
        dropdowns = cast(list[Dropdown], self.filter_specs[1:])
        return [spec for spec in dropdowns if spec.offers_a_choice]
