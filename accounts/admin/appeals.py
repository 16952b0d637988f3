"""用户申诉: read, look at the proof, decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.actions import appeals
from accounts.actions.audit import record
from accounts.admin.roles import StaffRoleAdmin
from accounts.forms.appeals import DecisionForm
from accounts.models import Appeal, AppealAttachment, User
from accounts.rules import may_judge_appeals
from accounts.views.files import send_file
from portal.lib.client import client_address
from portal.lib.masking import mask_id_number, mask_mobile
from portal.lib.refusals import Refused

Decision = Callable[[int, str, User, str], Appeal]


@admin.register(Appeal)
class AppealAdmin(StaffRoleAdmin):
    """For system administrators and reviewers of HRSS offices."""

    list_display = ("number", "claim", "account_kind", "full_name", "state", "created_at")
    list_filter = ("state", "claim", "account_kind")
    search_fields = ("number__exact", "full_name__exact")
    search_help_text = _("完整的申诉编号或姓名")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return isinstance(request.user, User) and may_judge_appeals(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        urls: list[URLPattern] = [
            path("<int:pk>/approve/", view(require_POST(self.approve)), name="appeal_approve"),
            path("<int:pk>/refuse/", view(require_POST(self.refuse)), name="appeal_refuse"),
            path("<int:pk>/proof/<int:proof>/", view(self.proof), name="appeal_proof"),
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
        appeal = self.get_object(request, object_id)
        if appeal is None:
            raise Http404
        return self._page(request, appeal, DecisionForm())

    def approve(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, appeals.approve, _("已通过，绑定已变更并通知双方。"))

    def refuse(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, appeals.refuse, _("已作不通过处理，并通知申诉人。"))

    def proof(self, request: HttpRequest, pk: int, proof: int) -> HttpResponseBase:
        """One proof, shown in the browser."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = get_object_or_404(AppealAttachment, pk=proof, appeal=pk)
        if found.scan != AppealAttachment.Scan.CLEAN:
            raise Http404
        record(
            _staff(request), "view_proof", found.appeal, {"file": proof}, client_address(request)
        )
        return send_file(found)

    def _decide(self, request: HttpRequest, pk: int, decision: Decision, done: Any) -> HttpResponse:
        form = DecisionForm(request.POST)
        appeal = get_object_or_404(Appeal, pk=pk)
        if not form.is_valid():
            return self._page(request, appeal, form, 422)
        try:
            decision(pk, form.cleaned_data["opinion"], _staff(request), client_address(request))
        except Refused as refusal:
            form.add_error("opinion", str(refusal))
            return self._page(request, Appeal.objects.get(pk=pk), form, 409)
        messages.success(request, done)
        return redirect("admin:accounts_appeal_changelist")

    def _page(
        self, request: HttpRequest, appeal: Appeal, form: DecisionForm, status: int = 200
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": Appeal._meta,
            "title": _("用户申诉 %(number)s") % {"number": appeal.number},
            "appeal": appeal,
            "phone": mask_mobile(appeal.phone),
            "document": mask_id_number(appeal.id_doc_number),
            "proofs": appeal.attachments.all(),
            "form": form,
        }
        template = "admin/accounts/appeal/decide.html"
        return TemplateResponse(request, template, context, status=status)


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
