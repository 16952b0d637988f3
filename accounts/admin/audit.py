"""The audit log: for auditors only, read-only, to be taken out as a sheet."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.actions.audit import record
from accounts.admin.roles import Role, StaffRoleAdmin
from accounts.audit_labels import action_label, actions, subject_label, subject_types
from accounts.exports import CHUNK, audit_csv, audit_xlsx
from accounts.models import AuditEntry
from accounts.views.access import signed_in
from portal.lib.changelist import KeysetAdmin
from portal.lib.client import client_address


class LabelledFilter(admin.AllValuesFieldListFilter, ABC):
    """Offers what the code knows: asking the table what there is would read all of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookup_choices = self.values()  # type: ignore[assignment]  # only gone through

    @abstractmethod
    def values(self) -> list[str]:
        """What there is to choose from."""

    @abstractmethod
    def label(self, value: str) -> str:
        """What the list calls a value."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": self.label(str(choice["display"]))}


class ActionFilter(LabelledFilter):
    """What was done, in the words of the list."""

    def values(self) -> list[str]:
        return actions()

    def label(self, value: str) -> str:
        return action_label(value)


class SubjectFilter(LabelledFilter):
    """What it was done to, in the words of the list."""

    def values(self) -> list[str]:
        return subject_types()

    def label(self, value: str) -> str:
        return subject_label(value)


@admin.register(AuditEntry)
class AuditEntryAdmin(KeysetAdmin, StaffRoleAdmin):
    list_display = ("at", "actor_name", "label", "subject", "subject_id", "address")
    list_filter = (("action", ActionFilter), ("subject_type", SubjectFilter), "at")
    list_select_related = ("actor",)
    ordering = ("-at", "-pk")
    search_fields = ("actor__username__exact", "subject_id__exact")
    search_help_text = _("用户名或对象编号")
    fields = ("at", "actor_name", "label", "subject", "subject_id", "address", "content")
    readonly_fields = fields
    change_list_template = "admin/accounts/auditentry/change_list.html"
    view_roles = frozenset({Role.AUDITOR})

    @admin.display(description=_("操作人"))
    def actor_name(self, entry: AuditEntry) -> str:
        return entry.actor.username if entry.actor else "—"

    @admin.display(description=_("动作"))
    def label(self, entry: AuditEntry) -> str:
        return action_label(entry.action)

    @admin.display(description=_("对象类别"), ordering="subject_type")
    def subject(self, entry: AuditEntry) -> str:
        return subject_label(entry.subject_type)

    @admin.display(description=_("内容"))
    def content(self, entry: AuditEntry) -> str:
        return json.dumps(entry.detail, ensure_ascii=False, indent=2, sort_keys=True)

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(require_POST(self.export))
        urls: list[URLPattern] = [
            path("export/<str:kind>/", export, name="accounts_auditentry_export"),
            *super().get_urls(),
        ]
        return urls

    def export(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The filtered list as CSV or XLSX. Taking it out is written down as well."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in ("csv", "xlsx"):
            raise Http404
        entries: QuerySet[AuditEntry] = self.get_changelist_instance(request).get_queryset(request)
        detail = {"kind": kind, "filter": request.GET.urlencode()}
        record(signed_in(request), "export_audit_log", None, detail, client_address(request))
        rows = entries.iterator(chunk_size=CHUNK)
        response: HttpResponseBase
        if kind == "csv":
            response = StreamingHttpResponse(
                audit_csv(rows, get_language() or settings.LANGUAGE_CODE), "text/csv; charset=utf-8"
            )
        else:
            mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            response = HttpResponse(audit_xlsx(rows), mime)
        name = f"audit-{timezone.localtime():%Y%m%d-%H%M}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
