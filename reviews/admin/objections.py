"""公示异议: read with its proofs, asked back about, decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.admin.requests import Decision, Fact, ReviewedRequestAdmin
from accounts.forms.requests import DecisionForm
from accounts.views.access import signed_in
from portal.lib.client import client_address
from portal.lib.masking import mask_mobile
from portal.lib.refusals import Refused
from programs.models import Application
from reviews.actions import objections
from reviews.forms.notices import QuestionForm
from reviews.models import Objection
from reviews.queries.notices import handled_objections
from reviews.rules import may_notice


def _link(name: str, pk: int, text: str) -> str:
    return format_html('<a href="{}">{}</a>', reverse(name, args=[pk]), text)


def _filing(application: Application) -> str:
    return _link("admin:reviews_reviewitem_review", application.pk, application.number)


@admin.register(Objection)
class ObjectionAdmin(ReviewedRequestAdmin[Objection]):
    """For who handles the notice; the unit and the person never see who objects."""

    list_display = ("number", "notice_title", "target", "state_cell", "created_at")
    list_filter = ("state",)
    search_fields = ("number__exact", "notice__number__exact")
    search_help_text = _("完整的异议编号或公示编号")
    approval = Decision(
        _("异议成立"), objections.uphold, _("已认定异议成立，申报人和异议人将收到通知。")
    )
    refusal = Decision(
        _("异议不成立"), objections.dismiss, _("已认定异议不成立，申报人和异议人将收到通知。")
    )
    advice = _(
        "必须填写核查意见，将同时告知异议人和申报人，请勿透露异议人身份。"
        "异议成立的，该申报件审核不通过；对整份公示的异议成立的，公示撤回。"
    )
    decide_template = "admin/reviews/notices/objection.html"

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_notice(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Objection]:
        return handled_objections(signed_in(request))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        urls = [path("<int:pk>/ask/", wrap(require_POST(self.ask)), name="objection_ask")]
        return [*urls, *super().get_urls()]

    def ask(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Puts a question to who objects; she is told by SMS."""
        asked = self._find(request, pk)
        form = QuestionForm(request.POST)
        if not form.is_valid():
            return self._page(request, asked, DecisionForm(), 422, question=form)
        try:
            objections.ask(
                pk, form.cleaned_data["question"], signed_in(request), client_address(request)
            )
        except Refused as refusal:
            form.add_error("question", str(refusal))
            return self._page(request, self._find(request, pk), DecisionForm(), 409, question=form)
        messages.success(request, str(_("已发送，异议人将收到短信。")))
        return redirect("admin:reviews_objection_change", pk)

    def facts(self, request: Objection) -> Sequence[Fact]:
        line = request.line
        whom = (
            f"{line.position}. {line.application.name or ''} {line.unit_name}"
            if line
            else _("整份公示名单")
        )
        notice = request.notice
        return [
            Fact(_("公示"), _link("admin:reviews_notice", notice.pk, str(notice.title))),
            Fact(_("公示截止"), f"{notice.ends_on:%Y-%m-%d}"),
            Fact(_("公示对象"), whom),
            Fact(_("申报编号"), _filing(line.application) if line else "—"),
            Fact(_("异议人"), f"{request.name} {mask_mobile(request.phone)}"),
            Fact(_("异议内容"), request.text),
        ]

    def more_context(self, asked: Objection) -> dict[str, Any]:
        return {"thread": asked.messages.select_related("author"), "question": QuestionForm()}

    @admin.display(description=_("公示"))
    def notice_title(self, objection: Objection) -> str:
        return objection.notice.title

    @admin.display(description=_("公示对象"))
    def target(self, objection: Objection) -> str:
        line = objection.line
        return f"{line.position}. {line.name} {line.unit_name}" if line else str(_("整份公示名单"))

    @admin.display(description=_("状态"))
    def state_cell(self, objection: Objection) -> str:
        return objection.get_state_display()
