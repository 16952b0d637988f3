"""账号变更: the proof beside what the register knows of the unit; decide."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import account_changes
from accounts.admin.requests import Decision, Fact, ReviewedRequestAdmin
from accounts.models import AccountChange, Unit, User
from accounts.queries import judged_account_changes
from accounts.rules import judged_districts
from portal.lib.masking import mask_mobile, mask_name


@admin.register(AccountChange)
class AccountChangeAdmin(ReviewedRequestAdmin[AccountChange]):
    """For HRSS reviewers of the unit's district and of the city, and system administrators."""

    list_display = ("number", "kind", "unit_name", "uscc", "state", "created_at")
    list_filter = ("state", "kind")
    search_fields = ("number__exact", "uscc__exact")
    search_help_text = _("完整的编号或统一社会信用代码")
    approval = Decision(
        _("通过并变更账号"), account_changes.approve, _("已通过，账号已变更并通知双方。")
    )
    refusal = Decision(_("不通过"), account_changes.refuse, _("已作不通过处理，并通知申请人。"))
    advice = _("不通过须填写意见，凭新账号可查询到，请勿写入个人信息。")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        user = request.user
        return isinstance(user, User) and judged_districts(user) != set()

    def get_queryset(self, request: HttpRequest) -> "QuerySet[AccountChange]":
        if not isinstance(request.user, User):
            raise Http404
        return judged_account_changes(request.user)

    def facts(self, request: AccountChange) -> Sequence[Fact]:
        unit = Unit.objects.filter(uscc=request.uscc).select_related("district").first()
        return [
            Fact(_("变更类别"), request.get_kind_display()),
            Fact(_("统一社会信用代码"), request.uscc, unit is not None),
            Fact(_("单位名称（申请填写）"), request.unit_name, _same(unit, request.unit_name)),
            *_register(unit),
            *_holder(request, unit),
            Fact(_("新账号持有人"), request.contact_name),
            Fact(_("新账号"), mask_mobile(request.phone) + _("（已通过短信验证）")),
        ]


def _same(unit: Unit | None, name: str) -> bool:
    return unit is not None and unit.name == name


def _register(unit: Unit | None) -> list[Fact]:
    """What the portal knows of the unit, to be held against the proof."""
    if unit is None:
        return [Fact(_("单位名称（已登记）"), _("没有该统一社会信用代码的单位"))]
    return [
        Fact(_("单位名称（已登记）"), unit.name),
        Fact(_("所属区域"), str(unit.district)),
        Fact(_("法定代表人"), unit.legal_representative or "—"),
        Fact(_("注册地址"), unit.address or "—"),
    ]


def _holder(request: AccountChange, unit: Unit | None) -> list[Fact]:
    """Whose account it is now, and whether the applicant named it."""
    held: Any = unit and unit.memberships.filter(role=request.role, is_active=True)
    membership = held.select_related("user").first() if held is not None else None
    user = membership.user if membership else None
    named = request.old_account
    known = user is not None and named.lower() in (user.username.lower(), user.phone)
    current = f"{user.username} {mask_name(user.full_name)}" if user else "—"
    return [
        Fact(_("旧账号（申请填写）"), named or _("未填写"), known if named else None),
        Fact(_("现有账号"), current),
    ]
