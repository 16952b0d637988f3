"""Preparing a call in the admin: its check-list, publishing it, the next year, how it looks."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.admin.roles import ADMINS, roles_of
from accounts.views.access import signed_in
from accounts.views.files import send_file
from portal.lib.client import client_address
from portal.lib.refusals import Refused
from programs.actions.calls import clone_call, publish_call
from programs.forms.calls import TEXTS
from programs.models import Call, CallFile
from programs.queries.call_checklist import Item, checklist

from .figures import FiguresView


class PreparingViews(FiguresView):
    """The addresses beside the form of a call."""

    def preparing_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/checklist/",
                wrap(require_safe(self.checklist)),
                name="programs_call_checklist",
            ),
            path(
                "<int:pk>/figures/",
                wrap(require_http_methods(["GET", "HEAD", "POST"])(self.figures)),
                name="programs_call_figures",
            ),
            path(
                "<int:pk>/publish/", wrap(require_POST(self.publish)), name="programs_call_publish"
            ),
            path("<int:pk>/clone/", wrap(require_POST(self.clone)), name="programs_call_clone"),
            path(
                "<int:pk>/preview/", wrap(require_POST(self.preview)), name="programs_call_preview"
            ),
            path(
                "<int:pk>/files/<int:file_id>/",
                wrap(require_safe(self.file)),
                name="programs_call_file",
            ),
        ]

    @staticmethod
    def link_to(row: CallFile) -> SafeString:
        url = reverse("admin:programs_call_file", args=[row.call_id, row.pk])
        return format_html('<a href="{}">{}</a>', url, row.name)

    def checklist(self, request: HttpRequest, pk: int, status: int = 200) -> HttpResponse:
        """Each item with what is missing and where it is mended."""
        call = self.call_for(request, pk)
        items = checklist(call)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("发布前检查"),
            "call": call,
            "items": [(item, self._mended_at(request, call, item)) for item in items],
            "blocking": sum(item.blocks for item in items),
            "may_change": self.has_change_permission(request),
        }
        template = "admin/programs/call/checklist.html"
        return TemplateResponse(request, template, context, status=status)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        call = self.call_for(request, pk, to_change=True)
        try:
            publish_call(call.pk, signed_in(request), client_address(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.checklist(request, pk, status=409)
        messages.success(
            request, _("已发布。到开始时间后即可申报，往年申报过的单位和个人将收到通知。")
        )
        return redirect("admin:programs_call_checklist", pk)

    def clone(self, request: HttpRequest, pk: int) -> HttpResponse:
        call = self.call_for(request, pk, to_change=True)
        try:
            following = clone_call(call.pk, signed_in(request), client_address(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.checklist(request, pk, status=409)
        text = _("已按 %(earlier)s 准备 %(year)s 年度批次，请逐项核对后发布。")
        messages.success(request, text % {"earlier": str(call), "year": following.year})
        return redirect("admin:programs_call_checklist", following.pk)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is typed in the form, as the programme's page will show it in both languages."""
        call = self.call_for(request, pk, to_change=True)
        typed = {name: request.POST.get(name, "").replace("\x00", "").strip() for name in TEXTS}
        own = call.definition.policy
        chinese = (typed["policy"] or own.description.zh, typed["notice"] or own.notice.zh)
        english = (
            typed["policy_en"] or (typed["policy"] or own.description.en),
            typed["notice_en"] or (typed["notice"] or own.notice.en),
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("预览：%(call)s") % {"call": call},
            "call": call,
            "languages": [
                ("zh-hans", "简体中文", "政策说明", "申报通知", *chinese),
                ("en", "English", "Policy", "Filing notice", *english),
            ],
        }
        return TemplateResponse(request, "admin/programs/call/preview.html", context)

    def file(self, request: HttpRequest, pk: int, file_id: int) -> HttpResponseBase:
        """A file as its managers look at it, whether or not the call is published."""
        found = self.call_for(request, pk).files.filter(pk=file_id).first()
        if found is None:
            raise Http404
        return send_file(found)

    @staticmethod
    def _mended_at(request: HttpRequest, call: Call, item: Item) -> str:
        """The page on which the user puts the item right; empty where somebody else has to."""
        if item.key == "offices" and not roles_of(request.user) & ADMINS:
            return ""
        own = reverse("admin:programs_call_change", args=[call.pk])
        pages = {
            "version": own,
            "figures": reverse("admin:programs_call_figures", args=[call.pk]),
            "offices": reverse("admin:accounts_office_changelist"),
            "hotlines": reverse("admin:programs_program_change", args=[call.program_id])
            + "#hotlines-group",
            "window": f"{own}#id_opens_at_0",
            "budget": f"{own}#id_budget",
            "holidays": reverse("admin:accounts_holidayyear_changelist"),
            "notice": f"{own}#id_notice",
            "english": f"{own}#id_notice_en",
            "files": f"{own}#files-group",
        }
        return pages.get(item.key, "")
