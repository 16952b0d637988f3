"""Loading the membership a page works for, and turning everybody else away."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import JoinRequest, Membership, User
from accounts.queries import acting_membership

View = Callable[..., HttpResponseBase]


def for_members(view: View) -> View:
    """The view gets the membership its user acts under as second argument.

    Persons are led to their own page, staff find nothing, and people of units that nobody has let
    in (yet, or any more) are told so.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = signed_in(request)
        membership = acting_membership(request)
        if membership is None:
            if user.is_person:
                return _for_units_only(request)
            if not user.is_enterprise:
                raise Http404
            return _without_unit(request, user)
        return view(request, membership, *args, **kwargs)

    return guarded


def for_admins(view: View) -> View:
    """As `for_members`, for the unit's legal representative and administrator only."""

    @for_members
    @wraps(view)
    def guarded(
        request: HttpRequest, membership: Membership, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not membership.administers:
            raise PermissionDenied(_("该操作仅限单位管理员，请联系本单位管理员办理。"))
        return view(request, membership, *args, **kwargs)

    return guarded


def for_clerks(view: View) -> View:
    """For the people of units, whether or not one has let them in."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not signed_in(request).is_enterprise:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def not_while_acting(view: View) -> View:
    """For everybody signed in, but not for a person while she acts for a unit."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if signed_in(request).acting_under is not None:
            return _not_personal_now(request)
        return view(request, *args, **kwargs)

    return guarded


def for_owners(view: View) -> View:
    """For persons there for themselves and for accounts of units; staff find nothing."""

    @not_while_acting
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if signed_in(request).kind == User.Kind.STAFF:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_persons(view: View) -> View:
    """For individuals there for themselves; people of units are led to their member centre."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = signed_in(request)
        if user.acting_under is not None:
            return _not_personal_now(request)
        if user.is_enterprise and request.method == "GET":
            return redirect("member_center")
        if not user.is_person:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def signed_in(request: HttpRequest) -> User:
    """The user of a page that needs one."""
    assert isinstance(request.user, User)
    return request.user


def _for_units_only(request: HttpRequest) -> HttpResponseBase:
    """A person who acts for no unit asks for a page of units."""
    if request.method == "GET":
        return redirect("personal_center")
    raise PermissionDenied(_("您当前未代表任何单位办事，请先切换到单位再操作。"))


def _not_personal_now(request: HttpRequest) -> HttpResponseBase:
    """A person who acts for a unit asks for a page of her own."""
    if request.method != "GET":
        raise PermissionDenied(_("您正在代表单位办事，不能办理个人事项。请先切换回个人。"))
    messages.info(
        request, _("您正在代表单位办事，个人页面暂不可用。请切换回个人，或退出后以个人身份登录。")
    )
    return redirect("member_center")


def _without_unit(request: HttpRequest, user: User) -> HttpResponse:
    requests = JoinRequest.objects.filter(user=user).select_related("unit")
    context = {"join_requests": requests.order_by("-created_at")[:5]}
    return render(request, "accounts/member_center/no_unit.html", context, status=403)
