"""Units, their members, and who asks to join."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.roles import ADMINS, RoleInline, StaffRoleAdmin
from accounts.models import JoinRequest, Membership, Unit
from portal.lib.identifiers import clean_uscc
from portal.lib.search import contains_all


class MembershipInline(RoleInline):
    model = Membership
    fields = ("user", "role", "starts_on", "ends_on", "is_active")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Membership]":
        return super().get_queryset(request).select_related("user", "unit")


@admin.register(Unit)
class UnitAdmin(StaffRoleAdmin):
    """Read-only: a unit tells about itself in its member centre."""

    list_display = ("name", "uscc", "type", "district", "created_at")
    list_filter = ("type", "district")
    list_select_related = ("district",)
    search_fields = ("name",)
    search_help_text = _("单位名称的任意部分，或完整的统一社会信用代码")
    inlines = (MembershipInline,)
    ordering = ("-created_at",)

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Model]", search_term: str
    ) -> "tuple[QuerySet[Model], bool]":
        """By credit code when it is one, otherwise by parts of the name."""
        try:
            return queryset.filter(uscc=clean_uscc(search_term)), False
        except ValidationError:
            return queryset.filter(contains_all("name", search_term)), False


@admin.register(Membership)
class MembershipAdmin(StaffRoleAdmin):
    """The administrator of the portal ends memberships; new ones are made by the units."""

    list_display = ("unit", "user", "role", "starts_on", "ends_on", "is_active")
    list_filter = ("role", "is_active")
    list_select_related = ("unit", "user")
    search_fields = ("unit__uscc__exact", "user__username__exact")
    search_help_text = _("统一社会信用代码或用户名")
    readonly_fields = (
        "unit",
        "user",
        "role",
        "starts_on",
        "seat",
        "all_business",
        "granted_by",
        "created_at",
        "confirmed_at",
        "activated_at",
    )
    change_roles = ADMINS


@admin.register(JoinRequest)
class JoinRequestAdmin(StaffRoleAdmin):
    list_display = ("unit", "user", "state", "created_at", "decided_by", "decided_at")
    list_filter = ("state",)
    list_select_related = ("unit", "user", "decided_by")
    search_fields = ("unit__uscc__exact",)
    search_help_text = _("统一社会信用代码")
    ordering = ("-created_at",)
