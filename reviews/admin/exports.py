"""Taking the filtered list out as a sheet."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from accounts.views.access import signed_in
from portal.lib.admin_pages import ReadOnlyAdmin
from portal.lib.client import client_address
from portal.lib.private_files import send
from reviews.actions.exports import order_export
from reviews.models import QueueExport
from reviews.rules import desk_of


def _exports(request: HttpRequest) -> QuerySet[QueueExport]:
    return QueueExport.objects.filter(created_by=signed_in(request))


@require_POST
def start_export(request: HttpRequest) -> HttpResponse:
    """Orders a sheet of the list that the query string describes."""
    if not desk_of(request.user).may_read:
        raise Http404
    filters = request.GET.urlencode()
    export = order_export(signed_in(request), filters, client_address(request))
    return redirect("admin:reviews_export", export.pk)


@require_GET
def export_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether the sheet is there; asks again by itself until it is."""
    export = get_object_or_404(_exports(request), pk=pk)
    name = "_export_state.html" if request.headers.get("HX-Request") else "export.html"
    context = {
        **admin.site.each_context(request),
        "opts": QueueExport._meta,
        "title": _("导出列表"),
        "export": export,
    }
    return TemplateResponse(request, f"admin/reviews/{name}", context)


@require_GET
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The sheet itself, for the one who ordered it."""
    export = get_object_or_404(_exports(request), pk=pk, state=QueueExport.State.DONE)
    return send(export.file, as_attachment=True, filename=f"申报件-{export}.xlsx")


@admin.register(QueueExport)
class QueueExportAdmin(ReadOnlyAdmin):
    """One's own exports, to fetch a sheet again."""

    list_display = ("__str__", "state", "rows", "sheet")
    list_display_links = None
    list_per_page = 50

    @admin.display(description=_("文件"), empty_value="—")
    def sheet(self, export: QueueExport) -> str | None:
        if export.state != QueueExport.State.DONE:
            return None
        url = reverse("admin:reviews_export_download", args=[export.pk])
        return format_html('<a href="{}">{}</a>', url, _("下载"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[QueueExport]:
        return _exports(request)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("new/", wrap(start_export), name="reviews_export_start"),
            path("<int:pk>/", wrap(export_page), name="reviews_export"),
            path("<int:pk>/file/", wrap(download), name="reviews_export_download"),
            *super().get_urls(),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return desk_of(request.user).may_read

    def has_view_permission(self, request: HttpRequest, obj: QueueExport | None = None) -> bool:
        return desk_of(request.user).may_read
