"""The queue: what reviewers work off, as a read-only changelist."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.lib.admin_pages import OwnPageAdmin, ReadOnlyAdmin
from portal.lib.money import yuan
from programs.models import Application
from reviews.models import ReviewItem
from reviews.queries.items import search, visible_items
from reviews.rules import desk_of

from .batches import start_approve, start_return
from .changelist import QueueChangeList
from .desk import DeskViews
from .filters import QUEUE_FILTERS


@admin.register(ReviewItem)
class ReviewItemAdmin(OwnPageAdmin, ReadOnlyAdmin, DeskViews):
    """Rows within the reach of the user; a decision is taken on the page of one item."""

    page = "admin:reviews_reviewitem_review"
    list_display = (
        "who", "program", "unit_cell", "district_name", "number_cell", "stage_cell", "state_cell",
        "submitted", "waiting", "amount",
    )  # fmt: skip
    list_display_links = ("who",)
    list_filter = tuple(QUEUE_FILTERS)
    list_per_page = 50
    search_fields = ("number",)
    search_help_text = _("姓名、单位名称、申报编号，或证件号码后四位")
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = (start_approve, start_return)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[QueueChangeList]:
        return QueueChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewItem]:
        return visible_items(desk_of(request.user))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ReviewItem], search_term: str
    ) -> tuple[QuerySet[ReviewItem], bool]:
        return search(queryset, search_term), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": _("申报审核"), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        return [*self.desk_urls(), *super().get_urls()]

    # --- permissions: the desk says what is seen, the workflow what is decided ---------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return desk_of(request.user).may_read

    def has_view_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        desk = desk_of(request.user)
        return desk.may_read if obj is None else desk.reads(obj)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Asked by the actions that decide (`permissions=["decide"]`)."""
        return desk_of(request.user).may_decide

    # --- cells ---------------------------------------------------------------------------------

    @admin.display(description=_("姓名"))
    def who(self, item: ReviewItem) -> str:
        return item.name if item.is_person else str(_("单位申报信息"))

    @admin.display(description=_("项目"))
    def program(self, item: ReviewItem) -> str:
        return f"{item.call.program} {item.call.year}"

    @admin.display(description=_("单位"))
    def unit_cell(self, item: ReviewItem) -> str:
        return item.unit_name

    @admin.display(description=_("区域"))
    def district_name(self, item: ReviewItem) -> str:
        return str(item.district)

    @admin.display(description=_("申报编号"))
    def number_cell(self, item: ReviewItem) -> str:
        return item.number

    @admin.display(description=_("环节"))
    def stage_cell(self, item: ReviewItem) -> str:
        return item.stage_title

    @admin.display(description=_("状态"))
    def state_cell(self, item: ReviewItem) -> str:
        state = format_html(
            '<span class="tag" data-state="{}">{}</span>', item.state, item.get_state_display()
        )
        if not item.is_restricted:
            return state
        return format_html('{} <span class="tag tag-idle">{}</span>', state, _("已限制处理"))

    @admin.display(description=_("提交时间"))
    def submitted(self, item: ReviewItem) -> str:
        return f"{timezone.localtime(item.submitted_at):%Y-%m-%d %H:%M}"

    @admin.display(description=_("已等待"), empty_value="—")
    def waiting(self, item: ReviewItem) -> str | None:
        if item.waited is None:
            return None
        days = _("{count} 天").format(count=item.waited)
        if not item.is_late:
            return days
        return format_html('<span class="late">{} · {}</span>', days, _("超期"))

    @admin.display(description=_("金额"), empty_value="—")
    def amount(self, item: ReviewItem) -> str | None:
        amount = item.approved_amount if item.approved_amount is not None else item.proposed_amount
        return None if amount is None or not item.is_person else yuan(amount)
