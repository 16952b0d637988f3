"""公示: what waits for a notice, those that run, their objections, and what is done to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.admin.roles import StaffRoleAdmin
from accounts.models import District, User
from accounts.views.access import signed_in
from portal.lib.admin_pages import OwnPageAdmin
from portal.lib.client import client_address
from portal.lib.dates import add_working_days, has_holidays, today
from portal.lib.paging import paginate
from portal.lib.refusals import Refused
from programs.models import Call
from reviews.actions import notices as actions
from reviews.forms.notices import ExtendForm, PublishForm, ReasonForm
from reviews.models import Objection, PublicNotice
from reviews.noticing import Terms, draft_lines
from reviews.queries.notices import (
    Scope,
    fingerprint,
    handled_notices,
    handles,
    lacking_days,
    notice_stage,
    publishable,
    scopes_waiting,
    waiting,
    with_figures,
)
from reviews.rules import may_notice

PREVIEWED = 200  # rows: the list itself has no limit


def _scope(request: HttpRequest, call_id: int, stage: str) -> Scope:
    """What the address names, when it is the user's to publish."""
    call = get_object_or_404(Call.objects.select_related("program", "version"), pk=call_id)
    code = request.GET.get("district", "")
    district = get_object_or_404(District, pk=code) if code else None
    scope = Scope(call, notice_stage(call, stage), district)
    if not handles(signed_in(request), scope):
        raise Http404
    return scope


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, call_id: int, stage: str) -> HttpResponse:
    """发布公示: what it is to say, the list as it would be, and the button."""
    scope = _scope(request, call_id, stage)
    if request.method != "POST":
        form = PublishForm(scope, initial=_suggested(scope, signed_in(request)))
        return _publish_page(request, scope, form)
    form = PublishForm(scope, request.POST)
    if not form.is_valid():
        return _publish_page(request, scope, form, 422)
    if "preview" in request.POST:
        return _publish_page(request, scope, form)
    user, address = signed_in(request), client_address(request)
    try:
        notice = actions.publish(scope, form.terms, form.cleaned_data["seen"], user, address)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _publish_page(request, scope, form, 409)
    messages.success(request, _("公示已发布，名单中的申报人将收到通知。"))
    return redirect("admin:reviews_notice", notice.pk)


def _suggested(scope: Scope, user: User) -> dict[str, Any]:
    """What most notices say."""
    definition = scope.call.definition
    office = next((p.office for p in user.positions.select_related("office") if p.office), None)
    return {
        "title": f"关于{scope.call.year}年度“{definition.name.zh}”名单的公示",
        "issuer": office.name if office else "",
        "days": scope.stage.days,
    }


def _publish_page(
    request: HttpRequest, scope: Scope, form: PublishForm, status: int = 200
) -> HttpResponse:
    everybody = waiting(scope)
    listed = publishable(everybody)
    is_said = form.is_bound and not form.errors.keys() - {"__all__", "counted"}
    terms = form.terms if is_said else _PLAIN
    ends_on = add_working_days(today(), terms.days or scope.stage.days)
    if not _uncounted(ends_on):
        form.fields.pop("counted", None)  # nothing to note
    count = listed.count()
    context = {
        **admin.site.each_context(request),
        "opts": PublicNotice._meta,
        "title": _("发布公示"),
        "scope": scope,
        "form": form,
        "lines": draft_lines(listed[:PREVIEWED], terms),
        "starts_on": today(),
        "ends_on": ends_on,
        "uncounted": _uncounted(ends_on),
        "preview": _Preview(scope, terms),
        "count": count,
        "left_out": everybody.count() - count,
        "seen": fingerprint(listed),
        "previewed": PREVIEWED,
    }
    return TemplateResponse(request, "admin/reviews/notices/publish.html", context, status=status)


_PLAIN = Terms("", "", "", 0)


def _uncounted(day: dt.date) -> int | None:
    """The year for which a last day is counted without public holidays."""
    return None if has_holidays(day.year) else day.year


class _Preview:
    """The columns of a notice that is not there yet, for the table that shows its list."""

    def __init__(self, scope: Scope, terms: Terms) -> None:
        definition = scope.call.definition
        self.columns = terms.columns
        form = definition.person
        self.detail_label = form.fields[terms.detail].label.zh if form and terms.detail else ""
        self.amount_label = definition.policy.proposed_label.zh


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_POST
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(request, pk), ExtendForm(request.POST)
    if not form.is_valid():
        return _page(request, found, extending=form, status=422)
    data = form.cleaned_data
    try:
        actions.extend(
            pk, data["ends_on"], data["reason"], signed_in(request), client_address(request)
        )
    except Refused as refusal:
        form.add_error("ends_on", str(refusal))
        return _page(request, found, extending=form, status=409)
    messages.success(request, _("公示已延长，名单中的申报人将收到通知。"))
    return redirect("admin:reviews_notice", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, withdrawing=form, status=422)
    try:
        actions.withdraw(
            pk, form.cleaned_data["reason"], signed_in(request), client_address(request)
        )
    except Refused as refusal:
        form.add_error("reason", str(refusal))
        return _page(request, found, withdrawing=form, status=409)
    messages.success(request, _("公示已撤回，名单中的申报件可以重新公示。"))
    return redirect("admin:reviews_notice", pk)


def _found(request: HttpRequest, pk: int) -> PublicNotice:
    return get_object_or_404(with_figures(handled_notices(signed_in(request))), pk=pk)


def _page(
    request: HttpRequest,
    found: PublicNotice,
    *,
    extending: ExtendForm | None = None,
    withdrawing: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = found.lines.select_related("application").order_by("position")
    pending = found.objections.filter(state=Objection.State.PENDING)
    context = {
        **admin.site.each_context(request),
        "opts": PublicNotice._meta,
        "title": found.title,
        "notice": found,
        "page": paginate(request, lines, 100),
        "objections": found.objections.select_related("line").order_by("state", "pk"),
        "held": {line for (line,) in pending.values_list("line__position")},
        "uncounted": _uncounted(found.ends_on),
        "lacking": lacking_days(found),
        "extending": extending or ExtendForm(),
        "withdrawing": withdrawing or ReasonForm(auto_id="id_withdraw_%s"),
    }
    return TemplateResponse(request, "admin/reviews/notices/notice.html", context, status=status)


@admin.register(PublicNotice)
class PublicNoticeAdmin(OwnPageAdmin, StaffRoleAdmin):
    """For programme managers, and for the offices of a stage that has some."""

    page = "admin:reviews_notice"
    list_display = (
        "number", "title", "call", "period", "left", "listed", "waiting_cell", "state_cell",
    )  # fmt: skip
    list_filter = ("state",)
    search_fields = ("number__exact", "title")
    change_list_template = "admin/reviews/notices/change_list.html"

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_notice(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PublicNotice]:
        return with_figures(handled_notices(signed_in(request)))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "publish/<int:call_id>/<slug:stage>/", wrap(publish), name="reviews_notice_publish"
            ),
            path("<int:pk>/", wrap(notice), name="reviews_notice"),
            path("<int:pk>/extend/", wrap(extend), name="reviews_notice_extend"),
            path("<int:pk>/withdraw/", wrap(withdraw), name="reviews_notice_withdraw"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {"scopes": scopes_waiting(signed_in(request)), **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description=_("公示期"), ordering="starts_on")
    def period(self, notice: PublicNotice) -> str:
        return f"{notice.starts_on:%Y-%m-%d} — {notice.ends_on:%Y-%m-%d}"

    @admin.display(description=_("剩余"), empty_value="—")
    def left(self, notice: PublicNotice) -> str | None:
        if notice.state != PublicNotice.State.RUNNING:
            return None
        if notice.days_left < 0:
            return str(_("已到期"))
        return str(_("{count} 天")).format(count=notice.days_left)

    @admin.display(description=_("名单"))
    def listed(self, notice: Any) -> int:
        return int(notice.listed)

    @admin.display(description=_("待处理异议"), empty_value="—")
    def waiting_cell(self, notice: Any) -> str | None:
        if not notice.waiting:
            return None
        return format_html('<b class="late">{}</b>', notice.waiting)

    @admin.display(description=_("状态"))
    def state_cell(self, notice: PublicNotice) -> str:
        return format_html(
            '<span class="tag" data-state="{}">{}</span>',
            {"running": "on_notice", "concluded": "approved"}.get(notice.state, "idle"),
            notice.get_state_display(),
        )
