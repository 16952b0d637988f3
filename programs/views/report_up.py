"""人员上报: what people have handed to their unit; the unit reports it up or gives it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.queries import acting_membership
from accounts.views.access import signed_in
from portal.lib.client import client_address
from portal.lib.paging import paginate
from programs.actions.report_up import Unconfirmed, report_up
from programs.models import Application
from programs.queries.applications import get_case_for
from programs.queries.filing import handed_to_unit
from programs.rules.access import can_follow
from programs.states import Action
from programs.views.access import for_units, ticked_numbers, unit_of
from programs.views.drafts import show
from programs.views.keyword import keyword, searched
from programs.workflow import Refused, move

PER_PAGE = 50


@for_units
@require_http_methods(["GET", "HEAD", "POST"])
@searched("tab")
def waiting(request: HttpRequest) -> HttpResponse:
    """待上报 and 已上报 of the unit, by part of a name."""
    return _list(request)


@for_units
@require_POST
def report_many(request: HttpRequest) -> HttpResponse:
    """勾选后【上报】: one result for each person, on one page."""
    numbers = ticked_numbers(request)
    chosen = _handed(request, waiting=True).filter(number__in=numbers)
    if not numbers:
        return _list(request, _("请勾选要上报的人员。"))
    try:
        results = report_up(
            chosen,
            signed_in(request),
            client_address(request),
            is_confirmed=_is_confirmed(request),
        )
    except Unconfirmed as refusal:
        return _list(request, str(refusal), numbers)
    context = {
        "results": results,
        "succeeded": sum(result.is_done for result in results),
        "crumbs": [(_("人员上报"), "")],
    }
    return render(request, "programs/report_result.html", context)


@login_required
@require_POST
def report_one(request: HttpRequest, number: str) -> HttpResponse:
    """【上报】 on the page of one application."""
    found = _handed_over(request, number)
    user, address = signed_in(request), client_address(request)
    try:
        result = report_up([found], user, address, is_confirmed=_is_confirmed(request))[0]
    except Unconfirmed as refusal:
        return show(request, found, status=422, refusal=str(refusal))
    if not result.is_done:
        raise Refused(result.refusal)
    messages.success(request, _("已上报。"))
    return redirect("programs:application", number)


@login_required
@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """【退回个人】 with the reason."""
    found = _handed_over(request, number)
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:500]
    if not reason:
        return show(request, found, status=422, reason_refusal=_("请填写退回原因。"))
    user, address = signed_in(request), client_address(request)
    move(found.pk, Action.RETURN, user, reason, address=address)
    messages.success(request, _("已退回个人修改。"))
    return redirect("programs:report_up")


def _handed_over(request: HttpRequest, number: str) -> Application:
    """What the unit may report up; the person herself is told that she cannot."""
    found = get_case_for(signed_in(request), number)
    if not found.is_own:
        raise Refused(_("该申报件由单位直接申报，无需上报。"))
    if not can_follow(signed_in(request), found):
        raise PermissionDenied(_("上报由所属单位办理，个人账号不能上报。"))
    return found


def _is_confirmed(request: HttpRequest) -> bool:
    return request.POST.get("confirmed") == "on"


def _handed(request: HttpRequest, *, waiting: bool, text: str = "") -> QuerySet[Application]:
    """Of the unit acted for, in the programmes that the user may do there."""
    membership = acting_membership(request)
    assert membership
    return handed_to_unit(membership, waiting=waiting, text=text)


def _list(request: HttpRequest, refusal: str = "", ticked: list[str] | None = None) -> HttpResponse:
    unit = unit_of(request)
    is_done = request.GET.get("tab") == "done"
    text = keyword(request)
    rows = _handed(request, waiting=not is_done, text=text)
    context = {
        "unit_name": unit.name,
        "page": paginate(request, rows, PER_PAGE),
        "number_waiting": _handed(request, waiting=True).count(),
        "is_done": is_done,
        "keyword": text,
        "refusal": refusal,
        "ticked": ticked or [],
        "crumbs": [(_("人员上报"), "")],
    }
    return render(request, "programs/report_up.html", context, status=422 if refusal else 200)
