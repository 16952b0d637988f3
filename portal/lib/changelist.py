"""A list of the admin that moves by key instead of by offset.

Django's own counts every row and skips to a page by OFFSET; both cost more with every row of the
table. This one asks for one page after a cursor and counts up to a cap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from portal.lib.paging import COUNT_CAP, KeysetPage, Total, capped_count, keyset_page


class KeysetChangeList(ChangeList):
    """One page in the order of the admin; its pager is `admin/_keyset_pager.html`."""

    page: KeysetPage[Any]
    total: Total

    @property
    def order(self) -> Sequence[str]:
        """Columns that are never NULL, the last one unique; see `keyset_page`."""
        return self.model_admin.ordering  # type: ignore[return-value]  # names only, by KeysetAdmin

    @property
    def count_cap(self) -> int:
        return COUNT_CAP

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str | Combinable]:
        return list(self.order)

    def get_ordering_field_columns(self) -> dict[int, Literal["desc", "asc"]]:
        """No column is a way to sort: only what an index answers is offered."""
        return {}

    def get_results(self, request: HttpRequest) -> None:
        cursor = request.GET.get(PAGE_VAR, "")
        self.page = keyset_page(
            self.queryset, cursor=cursor, ordering=self.order, per_page=self.list_per_page
        )
        self.total = capped_count(self.queryset, self.count_cap)
        self.result_list = self.page.rows
        self.result_count = self.total.number
        self.full_result_count = None
        self.show_full_result_count = self.can_show_all = False
        self.show_admin_actions = True
        self.multi_page = bool(self.page.previous or self.page.next)

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


class KeysetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # none at run time
    """An admin of a table that only grows: its list moves by key, in the order of `ordering`."""

    ordering: ClassVar[Any] = ("-pk",)
    sortable_by: ClassVar[Any] = ()
    change_list_template = "admin/keyset_change_list.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetChangeList]:
        return KeysetChangeList
