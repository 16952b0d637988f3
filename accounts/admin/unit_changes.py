"""企业信息变更: old and new beside the proof; decide."""

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import unit_changes
from accounts.admin.requests import Decision, Fact, ReviewedRequestAdmin
from accounts.display import shown_changes
from accounts.models import UnitChange, User
from accounts.queries import judged_unit_changes
from accounts.rules import judged_districts


@admin.register(UnitChange)
class UnitChangeAdmin(ReviewedRequestAdmin[UnitChange]):
    """For HRSS reviewers of the unit's district and of the city, and system administrators."""

    list_display = ("number", "unit", "state", "created_at")
    list_filter = ("state",)
    list_select_related = ("unit",)
    search_fields = ("number__exact", "unit__uscc__exact")
    search_help_text = _("完整的编号或统一社会信用代码")
    approval = Decision(_("通过并变更"), unit_changes.approve, _("已通过，单位信息已变更。"))
    refusal = Decision(_("不通过"), unit_changes.refuse, _("已作不通过处理，并通知单位。"))
    advice = _("不通过须填写意见，将告知单位。")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        user = request.user
        return isinstance(user, User) and judged_districts(user) != set()

    def get_queryset(self, request: HttpRequest) -> "QuerySet[UnitChange]":
        if not isinstance(request.user, User):
            raise Http404
        return judged_unit_changes(request.user)

    def facts(self, request: UnitChange) -> Sequence[Fact]:
        return [
            Fact(_("单位名称"), request.unit.name),
            Fact(_("统一社会信用代码"), request.unit.uscc),
            Fact(_("所属区域"), str(request.unit.district)),
            *(
                Fact(change.label, f"{change.old} → {change.new}")
                for change in shown_changes(request.changes)
            ),
            Fact(_("申请人"), request.user.username),
        ]
