"""Batches: from ticked rows to a preview, from there to a result for every row."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.views.access import signed_in
from portal.lib.admin_pages import OwnPageAdmin, ReadOnlyAdmin
from portal.lib.client import client_address
from portal.lib.refusals import Refused
from reviews.actions.batches import prepare_batch, retry_batch, start_batch
from reviews.forms.batch import BatchForm
from reviews.models import BatchDecision, OpinionPhrase, ReviewItem
from reviews.queries.batches import batches_of, get_batch, rows_of, tally
from reviews.rules import desk_of


@admin.action(description=_("批量通过"), permissions=["decide"])
def start_approve(
    _model_admin: ModelAdmin[ReviewItem], request: HttpRequest, queryset: QuerySet[ReviewItem]
) -> HttpResponse | None:
    return _prepare(request, queryset, BatchDecision.Verb.APPROVE)


@admin.action(description=_("批量退回修改"), permissions=["decide"])
def start_return(
    _model_admin: ModelAdmin[ReviewItem], request: HttpRequest, queryset: QuerySet[ReviewItem]
) -> HttpResponse | None:
    return _prepare(request, queryset, BatchDecision.Verb.RETURN)


def _prepare(
    request: HttpRequest, queryset: QuerySet[ReviewItem], verb: str
) -> HttpResponse | None:
    """To the preview of what was ticked; back to the list when that is too much."""
    user, filters = signed_in(request), request.GET.urlencode()
    try:
        batch = prepare_batch(user, desk_of(user), verb, queryset, filters)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    return redirect("admin:reviews_batch", batch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of a batch with its confirmation, or what became of it."""
    found = get_batch(signed_in(request), pk)
    form = BatchForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not desk_of(request.user).may_decide:
            raise PermissionDenied(_("您没有办理此事项的权限。"))
        if form.is_valid():
            start_batch(found, form.cleaned_data["opinion"], client_address(request))
            return redirect("admin:reviews_batch", pk)
    return _page(request, found, form, 422 if form.errors else 200)


def _page(request: HttpRequest, found: BatchDecision, form: BatchForm, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": BatchDecision._meta,
        "title": found.get_verb_display(),
        "form": form,
        "phrases": OpinionPhrase.objects.filter(is_active=True, verb=found.verb),
        **_progress(found),
    }
    return TemplateResponse(request, "admin/reviews/batch.html", context, status=status)


def _progress(found: BatchDecision) -> dict[str, Any]:
    return {"batch": found, "tally": tally(found), "rows": rows_of(found)}


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes while a batch runs."""
    found = get_batch(signed_in(request), pk)
    return TemplateResponse(request, "admin/reviews/_batch_rows.html", _progress(found))


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Tries the refused rows once more."""
    found = get_batch(signed_in(request), pk)
    if not retry_batch(found):
        messages.info(request, _("没有可以重试的申报件。"))
    return redirect("admin:reviews_batch", pk)


@admin.register(BatchDecision)
class BatchDecisionAdmin(OwnPageAdmin, ReadOnlyAdmin):
    """One's own batches, to look again at their results."""

    page = "admin:reviews_batch"
    list_display = ("__str__", "state", "opinion", "started_at", "finished_at")
    list_filter = ("verb", "state")
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[BatchDecision]:
        return batches_of(signed_in(request))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/", wrap(batch), name="reviews_batch"),
            path("<int:pk>/progress/", wrap(progress), name="reviews_batch_progress"),
            path("<int:pk>/retry/", wrap(retry), name="reviews_batch_retry"),
            *super().get_urls(),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return desk_of(request.user).may_decide

    def has_view_permission(self, request: HttpRequest, obj: BatchDecision | None = None) -> bool:
        return desk_of(request.user).may_decide
