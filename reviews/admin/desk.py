"""The page of one item: answers and documents side by side, and the decision below them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from accounts.views.access import signed_in
from portal.lib.client import client_address
from portal.lib.paging import neighbours
from programs.display import working_of
from programs.workflow import Refused
from reviews.actions.drafts import drop_draft, keep_draft
from reviews.checks import run_checks
from reviews.forms.decision import DECISIONS, DecisionForm
from reviews.models import DecisionDraft, OpinionPhrase, ReviewItem
from reviews.presence import leave
from reviews.queries.changes import resubmission, since_last_year
from reviews.queries.items import for_list, get_item, people_of
from reviews.queries.listing import Listing, listing
from reviews.queries.sheet import blocks_of, filed_answers, folders_of
from reviews.rules import desk_of

from . import files

FILTERS = "_changelist_filters"


class DeskViews(ModelAdmin):  # type: ignore[type-arg]  # none at run time
    """The addresses of one item."""

    def desk_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/review/", wrap(review), name="reviews_reviewitem_review"),
            path("<int:pk>/reveal/<slug:key>/", wrap(files.reveal), name="reviews_reveal"),
            path("<int:pk>/typed/", wrap(typed), name="reviews_typed"),
            path("<int:pk>/presence/", wrap(files.presence), name="reviews_presence"),
            path(
                "<int:pk>/files/<int:attachment_id>/",
                wrap(files.attachment),
                name="reviews_attachment",
            ),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the item, or takes the decision on it and goes on to the next of the same list."""
    item = get_item(desk_of(request.user), pk)
    rows = listing(desk_of(request.user), QueryDict(_filters(request)))
    if request.method != "POST":
        return page(request, item, rows, DecisionForm(item, draft=_draft(request, item)))
    form_class = DECISIONS.get(request.POST.get("verb", ""))
    if form_class is None:
        raise BadRequest(_("请选择审核动作。"))
    form = form_class(item, request.POST)
    if not form.is_valid():
        return page(request, item, rows, form, status=422)
    previous, following = neighbours(for_list(rows.rows), item, rows.order)
    try:
        form.decide(signed_in(request), client_address(request))
    except Refused as refusal:
        return _conflict(request, item.pk, rows, form, str(refusal))
    except PermissionDenied:
        if desk_of(request.user).may_decide and _has_moved(item, form):
            text = _("该申报件刚刚由他人办理，您的意见未生效，已为您保留在下方。")
            return _conflict(request, item.pk, rows, form, text)
        raise
    drop_draft(signed_in(request), item)
    leave(item.pk, signed_in(request))
    messages.success(request, _done(item, form))
    if request.POST["verb"] == "approve":
        return HttpResponseRedirect(request.get_full_path())
    return _go_on(request, following or previous)


@require_POST
def typed(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps what stands in the form of a decision that is not taken yet."""
    desk = desk_of(request.user)
    item = get_item(desk, pk)
    if not desk.may_decide:
        raise PermissionDenied
    if not desk.decides(item):
        text = _("该申报件已由他人办理或进入其他环节，您的意见仍保留在本页。")
        return HttpResponse(text, status=409)
    form = DecisionForm(item, request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors["opinion"][0], status=422)
    draft = keep_draft(signed_in(request), item, form.cleaned_data["opinion"], form.marks)
    at = f"{timezone.localtime(draft.updated_at):%H:%M}" if draft else ""
    return trigger_client_event(HttpResponse(status=204), "gov:saved", {"at": at})


def _draft(request: HttpRequest, item: ReviewItem) -> DecisionDraft | None:
    drafts = DecisionDraft.objects.filter(user=signed_in(request), application=item)
    return drafts.first()


def page(
    request: HttpRequest,
    item: ReviewItem,
    rows: Listing,
    form: DecisionForm,
    *,
    status: int = 200,
) -> TemplateResponse:
    """The whole page of an item, with a decision that was not taken still in its form."""
    desk = desk_of(request.user)
    answers = filed_answers(item)
    attachments = list(item.attachments.all())
    previous, following = neighbours(for_list(rows.rows), item, rows.order)
    people = None if item.is_person else people_of(item, desk)[:200]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": ReviewItem._meta,
        "title": f"{item.who} · {item.call.program}",
        "item": item,
        "form": form,
        "decides": desk.decides(item),
        "checks": run_checks(item, answers, attachments),
        "blocks": blocks_of(item.form, answers),
        "folders": folders_of(item.form, answers, attachments, item.waived),
        "events": _events(item),
        "working": working_of(item),
        "resubmission": resubmission(item),
        "since_last_year": since_last_year(item),
        "people": people,
        "phrases": OpinionPhrase.objects.filter(is_active=True).order_by("-verb", "position"),
        "previous": previous,
        "following": following,
        "filters": urlencode({FILTERS: _filters(request)}),
        "queue": reverse("admin:reviews_reviewitem_changelist") + f"?{_filters(request)}",
    }
    return TemplateResponse(request, "admin/reviews/review.html", context, status=status)


def _events(item: ReviewItem) -> list[dict[str, Any]]:
    """The log of the item, newest first."""
    titles = {stage.key: str(stage.title) for stage in item.definition.stages}
    log = item.transitions.select_related("actor", "office").order_by("-at", "-pk")
    return [
        {
            "title": transition.get_action_display(),
            "state": transition.to_state,
            "stage": titles.get(transition.stage, ""),
            "office": transition.office,
            "actor": transition.actor.get_full_name() if transition.actor else _("系统"),
            "at": transition.at,
            "opinion": transition.comment,
        }
        for transition in log
    ]


def _filters(request: HttpRequest) -> str:
    return request.GET.get(FILTERS, "")


def _has_moved(item: ReviewItem, form: DecisionForm) -> bool:
    now = ReviewItem.objects.values_list("stage", flat=True).get(pk=item.pk)
    return bool(now != form.cleaned_data["seen_stage"])


def _conflict(
    request: HttpRequest, pk: int, rows: Listing, form: DecisionForm, text: str
) -> TemplateResponse:
    """The page as it is now, with what was typed, and why it did not count."""
    item = get_item(desk_of(request.user), pk)
    form.add_error(None, text)
    return page(request, item, rows, form, status=409)


def _done(item: ReviewItem, form: DecisionForm) -> str:
    return _("{who}（{number}）：已办理“{action}”。").format(
        who=item.who, number=item.number, action=form.action.label
    )


def _go_on(request: HttpRequest, following: ReviewItem | None) -> HttpResponse:
    """To the next item of the same list; back to the list when it is worked off."""
    filters = _filters(request)
    if following is None:
        messages.info(request, _("当前列表已全部办完。"))
        return redirect(reverse("admin:reviews_reviewitem_changelist") + f"?{filters}")
    url = reverse("admin:reviews_reviewitem_review", args=[following.pk])
    return redirect(f"{url}?{urlencode({FILTERS: filters})}")
