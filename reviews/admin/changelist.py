"""The queue as a changelist: its order, its tabs, and the stage of each row by name."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from portal.lib.changelist import KeysetChangeList
from portal.lib.paging import KeysetPage
from reviews.models import ReviewItem
from reviews.queries.items import COUNT_CAP, SEARCH_COUNT_CAP, for_list
from reviews.queries.listing import OLDEST_FIRST, order_named
from reviews.queries.stages import routes

from .filters import Dropdown, TabFilter


class QueueChangeList(KeysetChangeList):
    """One page of the queue, with what its template shows around it."""

    queryset: QuerySet[ReviewItem]
    page: KeysetPage[ReviewItem]

    @property
    def tab_filter(self) -> TabFilter:
        """The filter behind the tabs: the first of `QUEUE_FILTERS`."""
        return cast(TabFilter, self.filter_specs[0])

    @property
    def order(self) -> tuple[str, str]:
        return order_named(self.tab_filter.tab, self.params.get(ORDER_VAR))

    def apply_select_related(self, qs: QuerySet[Any]) -> QuerySet[Any]:
        return for_list(qs)

    @property
    def count_cap(self) -> int:
        return SEARCH_COUNT_CAP if self.query else COUNT_CAP

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
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
