"""会员中心 for the people of units, 个人中心 for individuals, and the switch between units."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import JoinRequest, Membership, UnitAttachment
from accounts.person_data import missing_from
from accounts.queries import (
    ACTING_UNIT,
    acting_memberships,
    legacy_filings_of_person,
    legacy_filings_of_unit,
    shown_introduction,
    shown_logo,
)
from accounts.rules import identity_level, may_publish
from accounts.views.access import for_members, for_persons, signed_in
from accounts.views.menu import frame
from portal.lib.links import page_of_ours


@require_safe
@for_members
def member_center(request: HttpRequest, membership: Membership) -> HttpResponse:
    unit = membership.unit
    if not may_publish(unit):
        messages.info(request, _("请先选择单位的隶属关系和审核机构，并完善联络员信息。"))
        return redirect("unit_affiliation")
    is_admin = membership.administers
    waiting = unit.join_requests.filter(state=JoinRequest.State.PENDING).count() if is_admin else 0
    certificate = unit.attachments.filter(slot=UnitAttachment.Slot.USCC_CERTIFICATE).first()
    context = {
        **frame(request),
        "membership": membership,
        "unit": unit,
        "waiting_requests": waiting,
        "certificate": certificate,
        "introduction": shown_introduction(unit),
        "logo": shown_logo(unit),
        "legacy_count": legacy_filings_of_unit(unit).count(),
    }
    return render(request, "accounts/member_center/member_center.html", context)


@require_safe
@for_persons
def personal_center(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    context = {
        **frame(request),
        "person": person,
        "missing": missing_from(person),
        "level": identity_level(person),
        "bound_to": set(person.external_identities.values_list("issuer", flat=True)),
        "network": settings.SERVICE_NETWORK_ISSUER,
        "legacy_count": legacy_filings_of_person(person).count(),
    }
    return render(request, "accounts/member_center/personal_center.html", context)


@require_POST
@for_members
def switch_unit(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Acts for another of the user's units from now on."""
    wanted = request.POST.get("unit", "")
    mine = {str(item.unit_id): item.unit for item in acting_memberships(request)}
    if wanted not in mine:
        raise Http404
    request.session[ACTING_UNIT] = mine[wanted].pk
    messages.success(request, _("已切换至 %(unit)s。") % {"unit": mine[wanted].name})
    return redirect(page_of_ours(request, request.POST.get("next", "")) or "member_center")
