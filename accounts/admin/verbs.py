"""What staff do to one account or membership: a page that asks for the reason, then an action."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.admin.roles import StaffRoleAdmin
from accounts.forms.staff import ReasonForm
from accounts.models import User
from accounts.views.access import signed_in
from accounts.views.confirming import ask_to_confirm
from portal.lib.client import client_address
from portal.lib.refusals import Refused

#: Which one, why, who does it, from where.
Action = Callable[[int, str, User, str | None], object]


class VerbAdmin(StaffRoleAdmin):
    """Asks for the password again before the action, unless that was a few minutes ago."""

    def do_with_reason(
        self, request: HttpRequest, pk: int, action: Action, title: Any, done: Any, lead: Any
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        subject = get_object_or_404(self.get_queryset(request), pk=pk)
        form = ReasonForm(request.POST or None)
        if not form.is_valid():
            return self._reason_page(request, subject, form, title, lead)
        if asking := ask_to_confirm(request):
            return asking
        try:
            action(pk, form.cleaned_data["reason"], signed_in(request), client_address(request))
        except Refused as refusal:
            form.add_error("reason", str(refusal))
            return self._reason_page(request, subject, form, title, lead, 409)
        messages.success(request, str(done))
        return redirect(self._page_of(subject))

    def _page_of(self, subject: Model) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[subject.pk])

    def _reason_page(
        self,
        request: HttpRequest,
        subject: Model,
        form: ReasonForm,
        title: Any,
        lead: Any,
        status: int = 0,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "lead": lead,
            "subject": subject,
            "back": self._page_of(subject),
            "form": form,
        }
        status = status or (422 if form.errors else 200)
        template = "admin/accounts/reason.html"
        return TemplateResponse(request, template, context, status=status)
