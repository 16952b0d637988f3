"""单位成员: who may act for the unit, and who asks to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import members
from accounts.forms.members import JoinForm, RefusalForm
from accounts.models import JoinRequest, Liaison, Membership
from accounts.models.membership import MAX_OPERATORS
from accounts.queries import ACTING_UNIT, members_of, pending_join_requests
from accounts.views.access import for_admins, for_clerks, for_members, signed_in
from accounts.views.confirming import confirmed_to_change
from accounts.views.menu import frame
from portal.lib.client import client_address


@require_safe
@for_members
def unit_members(request: HttpRequest, membership: Membership) -> HttpResponse:
    return _page(request, membership)


@require_http_methods(["GET", "HEAD", "POST"])
@for_clerks
def join(request: HttpRequest) -> HttpResponse:
    """Asks to be let in by one more unit."""
    form = JoinForm(request.POST or None)
    if not form.is_valid():
        context = {**frame(request), "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "accounts/members/join.html", context, status=status)
    unit, reason = form.cleaned_data["uscc"], form.cleaned_data["reason"]
    members.ask_to_join(unit, signed_in(request), reason, client_address(request))
    messages.success(request, _("申请已提交，单位管理员处理后将通知您。"))
    return redirect("member_center")


@require_POST
@for_admins
@confirmed_to_change
def accept_request(request: HttpRequest, membership: Membership, request_id: int) -> HttpResponse:
    asked = _join_request(membership, request_id)
    members.accept(asked.pk, signed_in(request), client_address(request))
    messages.success(
        request, _("已同意 %(name)s 成为本单位经办人。") % {"name": asked.user.get_full_name()}
    )
    return redirect("unit_members")


@require_POST
@for_admins
def refuse_request(request: HttpRequest, membership: Membership, request_id: int) -> HttpResponse:
    asked = _join_request(membership, request_id)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, membership, refused=asked.pk, refusal=form)
    members.refuse(
        asked.pk, form.cleaned_data["opinion"], signed_in(request), client_address(request)
    )
    messages.success(request, _("已拒绝该申请，并通知申请人。"))
    return redirect("unit_members")


@require_POST
@for_admins
@confirmed_to_change
def revoke(request: HttpRequest, membership: Membership, membership_id: int) -> HttpResponse:
    theirs = get_object_or_404(membership.unit.memberships, pk=membership_id)
    members.revoke(theirs.pk, signed_in(request), client_address(request))
    messages.success(request, _("已移除该经办人，其权限立即失效。"))
    return redirect("unit_members")


@require_POST
@for_members
@confirmed_to_change
def leave(request: HttpRequest, membership: Membership) -> HttpResponse:
    members.leave(membership.pk, signed_in(request), client_address(request))
    request.session.pop(ACTING_UNIT, None)
    messages.success(request, _("您已退出 %(unit)s。") % {"unit": membership.unit.name})
    return redirect("member_center")


def _join_request(membership: Membership, request_id: int) -> JoinRequest:
    """A request to join the unit acted for; those of other units do not exist here."""
    requests = membership.unit.join_requests.select_related("user")
    return get_object_or_404(requests, pk=request_id)


def _page(
    request: HttpRequest,
    membership: Membership,
    *,
    refused: int | None = None,
    refusal: RefusalForm | None = None,
) -> HttpResponse:
    is_admin = membership.administers
    context = {
        **frame(request),
        "membership": membership,
        "unit": membership.unit,
        "is_admin": is_admin,
        "liaison": Liaison.objects.filter(unit=membership.unit).first(),
        "members": members_of(membership.unit),
        "join_requests": pending_join_requests(membership.unit) if is_admin else [],
        "max_operators": MAX_OPERATORS,
        "refused": refused,
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "accounts/members/members.html", context, status=status)
