"""Memberships of units, which staff may end, and whose accounts they may have activated again."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.actions.activation import reissue_code
from accounts.actions.members import end_by_staff
from accounts.admin.roles import ADMINS
from accounts.admin.verbs import VerbAdmin
from accounts.models import Membership


@admin.register(Membership)
class MembershipAdmin(VerbAdmin):
    """Read-only but for its verbs; new ones are made by the units."""

    list_display = ("unit", "user", "role", "starts_on", "ends_on", "is_active")
    list_filter = ("role", "is_active")
    list_select_related = ("unit", "user")
    search_fields = ("unit__uscc__exact", "user__username__exact")
    search_help_text = _("统一社会信用代码或用户名")
    fields = readonly_fields = (
        "unit", "user", "role", "login_name", "starts_on", "ends_on", "is_active", "seat",
        "all_business", "granted_by", "created_at", "confirmed_at", "activated_at", "verbs",
    )  # fmt: skip
    change_roles = ADMINS

    @admin.display(description=_("办理"))
    def verbs(self, membership: Membership) -> str | SafeString:
        if not membership.is_active:
            return "—"
        ends = reverse("admin:accounts_membership_end", args=[membership.pk])
        links = format_html('<a href="{}">{}</a>', ends, _("结束成员资格"))
        if membership.login_name:
            again = reverse("admin:accounts_membership_activation", args=[membership.pk])
            links += format_html(' <a href="{}">{}</a>', again, _("重发激活码"))
        return links

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "accounts_membership"
        urls: list[URLPattern] = [
            path("<int:pk>/end/", view(self.end), name=f"{name}_end"),
            path("<int:pk>/activation/", view(self.activation), name=f"{name}_activation"),
            *super().get_urls(),
        ]
        return urls

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.do_with_reason(
            request,
            pk,
            end_by_staff,
            _("结束成员资格"),
            _("已结束该成员资格，其权限立即失效，并已通知本人。"),
            _("结束后，该成员立即失去本单位的办理权限。"),
        )

    def activation(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.do_with_reason(
            request,
            pk,
            reissue_code,
            _("重发激活码"),
            _("激活码已发送，原密码已失效，并已记入审计日志。"),
            _(
                "请先核验来办人的单位证明。原密码立即失效，激活码发送到该账号或单位管理员绑定的手机。"
            ),
        )
