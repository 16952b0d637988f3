"""Documents, transitions and submissions: records that staff look at; documents may be revoked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.roles import Role, StaffRoleAdmin
from accounts.views.access import signed_in
from portal.lib.changelist import KeysetAdmin
from portal.lib.client import client_address
from portal.lib.refusals import Refused
from programs.actions.documents import revoke
from programs.forms.revocation import RevocationForm
from programs.models import Document, Submission, Transition
from programs.rules.access import can_review, overseen_districts

from .programs import READERS


class ApplicationRecordAdmin(KeysetAdmin, StaffRoleAdmin):
    """Records of applications within the reach of the user; looked at, never written.

    They are found by the application's number.
    """

    view_roles = READERS | {Role.REVIEWER, Role.FINANCE}
    list_select_related: ClassVar[Any] = ("application",)
    search_fields: ClassVar[Any] = ("=application__number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        records = super().get_queryset(request).defer("application__answers")
        districts = overseen_districts(signed_in(request))
        if districts is None:
            return records
        return records.filter(application__district__in=districts)


@admin.register(Document)
class DocumentAdmin(ApplicationRecordAdmin):
    """What was rendered for whom, and whether it is still valid; its office may take it back."""

    list_display = ("number", "kind", "version", "application", "state", "issued_at", "valid_until")
    list_filter = ("kind", "state")
    search_fields = ("=number", "=code", "=application__number")
    fields = (
        "number", "kind", "version", "application", "state", "code", "sha256", "issued_at",
        "rendered_at", "valid_until", "revocation",
    )  # fmt: skip
    readonly_fields = ("revocation",)

    @admin.display(description=_("撤销"), empty_value="—")
    def revocation(self, document: Document) -> str | None:
        if not document.is_current:
            return None
        url = reverse("admin:programs_document_revoke", args=[document.pk])
        return format_html('<a href="{}">{}</a>', url, _("撤销文书"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.revoke)
        own = path("<int:pk>/revoke/", view, name="programs_document_revoke")
        return [own, *super().get_urls()]

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes the document back, for its office, which says why."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        document = get_object_or_404(self.get_queryset(request), pk=pk)
        user = signed_in(request)
        if not can_review(user, document.application):
            raise PermissionDenied(_("只有出具机构的审核人员可以撤销文书。"))
        form = RevocationForm(request.POST or None)
        status = 200
        if form.is_valid():
            try:
                revoke(pk, form.cleaned_data["reason"], user, client_address(request))
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, _("文书已撤销。"))
                return redirect("admin:programs_document_change", pk)
        elif form.is_bound:
            status = 422
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("撤销文书"),
            "document": document,
            "form": form,
        }
        template = "admin/programs/document/revoke.html"
        return TemplateResponse(request, template, context, status=status)


@admin.register(Transition)
class TransitionAdmin(ApplicationRecordAdmin):
    """The log of every change of state."""

    list_display = ("at", "application", "action", "from_state", "to_state", "actor", "comment")
    list_select_related = ("application", "actor")
    list_filter = ("action",)
    fields = (
        "application", "action", "from_state", "to_state", "stage", "actor", "office", "comment",
        "address", "at",
    )  # fmt: skip


@admin.register(Submission)
class SubmissionAdmin(ApplicationRecordAdmin):
    """When something was submitted, with which files; answers are read at the review desk."""

    list_display = ("at", "application", "proposed_amount", "files")
    fields = ("application", "at", "proposed_amount", "files")
    readonly_fields = ("files",)

    @admin.display(description=_("材料"))
    def files(self, submission: Submission) -> str:
        return "、".join(
            f"{each['name']}（{each['sha256'][:8]}）" for each in submission.attachments
        )
