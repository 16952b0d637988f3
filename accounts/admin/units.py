"""Units, and who asks to join."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.actions.audit import record
from accounts.admin.roles import RoleInline, StaffRoleAdmin
from accounts.models import JoinRequest, Membership, StoredFile, Unit, UnitAttachment
from accounts.views.access import signed_in
from accounts.views.files import send_file
from portal.lib.client import client_address
from portal.lib.identifiers import clean_uscc
from portal.lib.search import contains_all


class MembershipInline(RoleInline):
    model = Membership
    fields = ("user", "role", "starts_on", "ends_on", "is_active")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Membership]":
        return super().get_queryset(request).select_related("user", "unit")


class PaperInline(RoleInline):
    """The certificate on file, and what was handed in with a registration by certificate."""

    model = UnitAttachment
    verbose_name_plural = _("单位材料")
    fields = ("kind", "paper", "scanned", "uploaded_at")
    readonly_fields = fields

    @admin.display(description=_("材料"))
    def kind(self, stored: UnitAttachment) -> str:
        return stored.get_slot_display()

    @admin.display(description=_("查毒"))
    def scanned(self, stored: UnitAttachment) -> str:
        return stored.get_scan_display()

    @admin.display(description=_("上传时间"))
    def uploaded_at(self, stored: UnitAttachment) -> str:
        return date_format(localtime(stored.created_at), "DATETIME_FORMAT")

    @admin.display(description=_("文件名"))
    def paper(self, stored: UnitAttachment) -> str | SafeString:
        if stored.scan != StoredFile.Scan.CLEAN:
            return stored.name
        url = reverse("admin:accounts_unit_paper", args=[stored.unit_id, stored.pk])
        link = '<a href="{}" target="_blank" rel="noopener">{}</a>'
        return format_html(link, url, stored.name)


@admin.register(Unit)
class UnitAdmin(StaffRoleAdmin):
    """Read-only: a unit tells about itself in its member centre."""

    list_display = ("name", "uscc", "type", "district", "created_at")
    list_filter = ("type", "district")
    list_select_related = ("district",)
    search_fields = ("name",)
    search_help_text = _("单位名称的任意部分，或完整的统一社会信用代码")
    inlines = (PaperInline, MembershipInline)
    ordering = ("-created_at",)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.paper)
        urls: list[URLPattern] = [
            path("<int:pk>/paper/<int:paper>/", view, name="accounts_unit_paper"),
            *super().get_urls(),
        ]
        return urls

    def paper(self, request: HttpRequest, pk: int, paper: int) -> HttpResponseBase:
        """One paper of the unit, shown in the browser; who looked at it is written down."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        clean = UnitAttachment.objects.filter(unit=pk, scan=StoredFile.Scan.CLEAN)
        found = get_object_or_404(clean.select_related("unit"), pk=paper)
        record(
            signed_in(request), "view_proof", found.unit, {"file": paper}, client_address(request)
        )
        return send_file(found)

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Model]", search_term: str
    ) -> "tuple[QuerySet[Model], bool]":
        """By credit code when it is one, otherwise by parts of the name."""
        try:
            return queryset.filter(uscc=clean_uscc(search_term)), False
        except ValidationError:
            return queryset.filter(contains_all("name", search_term)), False


@admin.register(JoinRequest)
class JoinRequestAdmin(StaffRoleAdmin):
    list_display = ("unit", "user", "state", "created_at", "decided_by", "decided_at")
    list_filter = ("state",)
    list_select_related = ("unit", "user", "decided_by")
    search_fields = ("unit__uscc__exact",)
    search_help_text = _("统一社会信用代码")
    ordering = ("-created_at",)
