"""Statistics of programmes by year: charts with their tables, and as a workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.admin.roles import StaffRoleAdmin
from programs.admin.programs import READERS
from programs.models import Call
from reviews.models import Statistic
from reviews.queries.statistics import figures
from reviews.statistics_page import blocks, shown, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@admin.register(Statistic)
class StatisticAdmin(StaffRoleAdmin):
    """The calls, each with its figures."""

    view_roles = READERS
    list_display = ("program", "year", "opens_at", "closes_at", "budget")
    list_filter = ("year", "program")
    ordering = ("-year", "program")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Statistic]:
        calls = Statistic.objects.filter(published_at__isnull=False)
        return calls.select_related("program", "version")

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(require_safe(self.export))
        urls: list[URLPattern] = [
            path("<int:pk>/export/", export, name="reviews_statistic_export"),
            *super().get_urls(),
        ]
        return urls

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        call = self._call(request, object_id)
        found = figures(call)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(call),
            "call": call,
            "figures": found,
            "blocks": [
                {
                    "chart": block.chart,
                    "legend": block.legend,
                    "heads": block.table.heads,
                    "rows": [[shown(cell) for cell in row] for row in block.table.rows],
                    "total": [shown(cell) for cell in block.table.total],
                }
                for block in blocks(found)
            ],
            "years": self.get_queryset(request).filter(program=call.program_id),
        }
        return TemplateResponse(request, "admin/reviews/statistic/page.html", context)

    def export(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The tables of the page; nothing personal stands in them."""
        call = self._call(request, str(pk))
        response = HttpResponse(workbook(figures(call)), content_type=XLSX)
        name = f"statistics-{call.program.slug}-{call.year}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _call(self, request: HttpRequest, object_id: str) -> Call:
        if not self.has_view_permission(request):
            raise PermissionDenied
        call: Call | None = self.get_object(request, object_id)
        if call is None:
            raise Http404(_("没有这个申报批次。"))
        return call
