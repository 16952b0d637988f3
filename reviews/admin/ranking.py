"""排名定档: the calls that wait to be ranked, and the list of each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.views.access import signed_in
from portal.lib.admin_pages import OwnPageAdmin, ReadOnlyAdmin
from portal.lib.client import client_address
from portal.lib.refusals import Refused
from reviews.actions.ranking import carry_out, fingerprint
from reviews.models import RankedCall
from reviews.queries.ranking import by_tier, get_rankable, obstacles, rankable_calls, ranked
from reviews.rules import desk_of


@require_http_methods(["GET", "HEAD", "POST"])
def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranked list of a call with its tiers; confirmed, everybody on it goes on."""
    desk = desk_of(request.user)
    call = get_rankable(desk, pk)
    status, refusal = 200, ""
    if request.method == "POST":
        user, seen = signed_in(request), request.POST.get("seen", "")
        try:
            batch = carry_out(call, user, desk, seen, client_address(request))
        except Refused as refused:
            status, refusal = 409, str(refused)
        else:
            messages.success(request, _("排名定档已开始办理，结果见下表。"))
            return redirect("admin:reviews_batch", batch.pk)
    rows = ranked(call)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": RankedCall._meta,
        "title": f"{_('排名定档')} · {call}",
        "call": call,
        "rows": rows,
        "tiers": by_tier(rows),
        "seen": fingerprint(rows),
        "obstacles": obstacles(call),
        "refusal": refusal,
    }
    return TemplateResponse(request, "admin/reviews/ranking.html", context, status=status)


@admin.register(RankedCall)
class RankedCallAdmin(OwnPageAdmin, ReadOnlyAdmin):
    """The calls in which somebody waits to be ranked by the user's office."""

    page = "admin:reviews_ranking"
    list_display = ("__str__", "year", "closes_at")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[RankedCall]:
        return rankable_calls(desk_of(request.user))

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(ranking)
        return [path("<int:pk>/ranking/", page, name="reviews_ranking"), *super().get_urls()]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return desk_of(request.user).may_decide

    def has_view_permission(self, request: HttpRequest, obj: RankedCall | None = None) -> bool:
        return desk_of(request.user).may_decide
