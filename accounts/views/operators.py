"""经办人管理: 已授权管理, 开通授权, 授权时间, 可经办业务范围."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import members, operators
from accounts.actions.operators import Wanted
from accounts.actions.passwords import reset_employee_login
from accounts.forms.operators import GrantForm, PeriodForm
from accounts.models import Business, Membership
from accounts.models.membership import MAX_OPERATORS
from accounts.queries import businesses, members_of
from accounts.rules import may_manage
from accounts.views.access import for_admins, for_members, signed_in
from accounts.views.confirming import confirmed_to_change
from accounts.views.menu import frame
from portal.lib.client import client_address

Role = Membership.Role
#: 一级, 二级, 三级 in the order of the cards.
LEVELS = (
    (Role.LEGAL_REPRESENTATIVE, gettext_lazy("一级")),
    (Role.ADMIN, gettext_lazy("二级")),
    (Role.OPERATOR, gettext_lazy("三级")),
)


@require_safe
@for_members
def unit_operators(request: HttpRequest, membership: Membership) -> HttpResponse:
    """已授权管理. An operator sees who acts for the unit and changes nothing."""
    return render(request, "accounts/operators/operators.html", _context(request, membership))


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@confirmed_to_change
def grant(request: HttpRequest, membership: Membership) -> HttpResponse:
    """开通授权."""
    form = GrantForm(request.POST or None, roles=_roles(request, membership))
    if form.is_valid():
        try:
            operators.grant(
                membership.unit_id,
                Wanted(**form.cleaned_data),
                signed_in(request),
                client_address(request),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("已开通授权并发送短信，待其本人确认信息、人脸识别并设置经办密码后生效。")
            )
            return redirect("unit_operators")
    context = _context(request, membership) | {"form": form, "is_granting": True}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/operators/grant.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@confirmed_to_change
def period(request: HttpRequest, membership: Membership, membership_id: int) -> HttpResponse:
    theirs = _managed(request, membership, membership_id)
    start = {"starts_on": theirs.starts_on, "ends_on": theirs.ends_on}
    form = PeriodForm(request.POST or None, initial=start)
    if form.is_valid():
        operators.change_period(
            theirs.pk,
            **form.cleaned_data,
            actor=signed_in(request),
            address=client_address(request),
        )
        messages.success(request, _("授权时间已修改。"))
        return redirect("unit_operators")
    context = {**frame(request), "grant": theirs, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/operators/period.html", context, status=status)


@require_POST
@for_admins
@confirmed_to_change
def end_grant(request: HttpRequest, membership: Membership, membership_id: int) -> HttpResponse:
    theirs = _managed(request, membership, membership_id)
    members.revoke(theirs.pk, signed_in(request), client_address(request))
    messages.success(request, _("授权已删除，其权限立即失效。"))
    return redirect("unit_operators")


@require_POST
@for_admins
@confirmed_to_change
def reset_login(request: HttpRequest, membership: Membership, membership_id: int) -> HttpResponse:
    """员工管理: an employee's enterprise account gets a new password by an SMS code."""
    theirs = _managed(request, membership, membership_id)
    reset_employee_login(theirs.pk, signed_in(request), client_address(request))
    messages.success(request, _("已重置该账号的登录，并以短信告知其凭验证码设置新密码。"))
    return redirect("unit_operators")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
@confirmed_to_change
def business(request: HttpRequest, membership: Membership, membership_id: int) -> HttpResponse:
    """可经办业务范围设置. A search narrows what is shown; what is hidden keeps its tick."""
    theirs = _managed(request, membership, membership_id)
    if theirs.role != Role.OPERATOR:
        raise PermissionDenied(_("管理员可办理全部业务，无需设置范围。"))
    if request.method == "POST":
        operators.allow_business(
            theirs.pk,
            request.POST.getlist("business"),
            request.POST.get("everything") == "1",
            signed_in(request),
            client_address(request),
        )
        messages.success(request, _("可经办业务范围已保存，立即生效。"))
        return redirect("unit_operators")
    text = request.GET.get("q", "").strip()[:60]
    shown = list(businesses(text))
    granted = Business.objects.filter(grants__membership=theirs)
    context = {
        **frame(request),
        "grant": theirs,
        "text": text,
        "businesses": shown,
        "granted": set(granted.values_list("code", flat=True)),
        "hidden": granted.exclude(pk__in=[item.pk for item in shown]),
    }
    return render(request, "accounts/operators/business.html", context)


def _roles(request: HttpRequest, membership: Membership) -> list[Role]:
    """What this user may grant."""
    user = signed_in(request)
    return [
        role for role in (Role.ADMIN, Role.OPERATOR) if may_manage(user, membership.unit_id, role)
    ]


def _managed(request: HttpRequest, membership: Membership, membership_id: int) -> Membership:
    """One of the unit's memberships that this user may change; other units' do not exist here."""
    found = get_object_or_404(members_of(membership.unit), pk=membership_id)
    if not may_manage(signed_in(request), membership.unit_id, found.role):
        raise PermissionDenied(_("您没有管理该人员授权的权限。"))
    found.unit = membership.unit
    return found


def _context(request: HttpRequest, membership: Membership) -> dict[str, Any]:
    found = members_of(membership.unit).annotate(business_count=Count("business_grants"))
    people = [person for person in found if not person.has_ended]
    roles = _roles(request, membership)
    return {
        **frame(request),
        "unit": membership.unit,
        "membership": membership,
        "is_granting": False,
        "levels": [(role.label, level, _count(people, role)) for role, level in LEVELS],
        "people": people,
        "managed_roles": roles,
        "can_grant": bool(roles),
        "max_operators": MAX_OPERATORS,
    }


def _count(people: Sequence[Membership], role: Role) -> int:
    return sum(person.role == role for person in people)
