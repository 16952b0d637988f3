"""单位展示信息: the queue of the reviewing office."""

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import unit_introductions
from accounts.admin.requests import Decision, Fact, ReviewedRequestAdmin
from accounts.models import StaffPosition, UnitIntroduction, User
from accounts.positions import holds_position
from accounts.queries import judged_introductions


@admin.register(UnitIntroduction)
class UnitIntroductionAdmin(ReviewedRequestAdmin[UnitIntroduction]):
    """For reviewers of the office that the unit has chosen, and nobody else."""

    list_display = ("number", "unit", "office", "state", "created_at")
    list_filter = ("state",)
    list_select_related = ("unit", "office")
    search_fields = ("number__exact", "unit__uscc__exact")
    search_help_text = _("完整的编号或统一社会信用代码")
    approval = Decision(_("通过并发布"), unit_introductions.approve, _("已通过并发布。"))
    refusal = Decision(_("退回"), unit_introductions.refuse, _("已退回，并通知单位。"))
    advice = _("退回须填写意见，将告知单位。")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        user = request.user
        return isinstance(user, User) and holds_position(user, StaffPosition.Role.REVIEWER)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[UnitIntroduction]":
        if not isinstance(request.user, User):
            raise Http404
        return judged_introductions(request.user)

    def facts(self, request: UnitIntroduction) -> Sequence[Fact]:
        return [
            Fact(_("单位名称"), request.unit.name),
            Fact(_("统一社会信用代码"), request.unit.uscc),
            Fact(_("审核机构"), str(request.office)),
            Fact(_("单位简介"), request.text),
            Fact(_("申请人"), request.user.username),
        ]
