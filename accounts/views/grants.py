"""企业服务 · 我是经办人: what units have granted a person, and turning to a unit and back."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts import acting
from accounts.actions import handling
from accounts.actions.acting import begin, leave
from accounts.forms.handling import ActForm, HandlingPasswordForm
from accounts.models import Membership
from accounts.queries import grants_of
from accounts.rules import has_shown_face
from accounts.views.access import for_persons, signed_in
from accounts.views.captcha import challenge_of
from accounts.views.log_in_operator import needs_captcha, try_password
from accounts.views.menu import frame
from portal.lib.client import client_address


@require_safe
@for_persons
def my_units(request: HttpRequest) -> HttpResponse:
    context = {**frame(request), "grants": grants_of(signed_in(request))}
    return render(request, "accounts/grants/mine.html", context)


@require_safe
@for_persons
def my_unit(request: HttpRequest, membership_id: int) -> HttpResponse:
    return _page(request, _own(request, membership_id))


@require_POST
@for_persons
def confirm(request: HttpRequest, membership_id: int) -> HttpResponse:
    membership = _own(request, membership_id)
    handling.confirm(membership.pk, signed_in(request), client_address(request))
    return redirect("my_unit", membership.pk)


@require_POST
@for_persons
def decline(request: HttpRequest, membership_id: int) -> HttpResponse:
    membership = _own(request, membership_id)
    handling.decline(membership.pk, signed_in(request), client_address(request))
    messages.success(
        request, _("已放弃 %(unit)s 的授权，并已通知授权人。") % {"unit": membership.unit.name}
    )
    return redirect("my_units")


@sensitive_post_parameters()
@require_POST
@for_persons
def set_password(request: HttpRequest, membership_id: int) -> HttpResponse:
    """The 经办密码: the third step, and a new one when it was forgotten."""
    membership = _own(request, membership_id)
    form = HandlingPasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, membership, password_form=form)
    try:
        handling.set_handling_password(
            membership.pk,
            form.cleaned_data["password1"],
            signed_in(request),
            client_address(request),
        )
    except ValidationError as error:
        form.add_error("password1", error)
        return _page(request, membership, password_form=form)
    messages.success(request, _("经办密码已设置，现在可以切换到单位办事，或用经办人登录。"))
    return redirect("my_unit", membership.pk)


@sensitive_post_parameters()
@require_POST
@for_persons
def act(request: HttpRequest, membership_id: int) -> HttpResponse:
    """切换到单位办事: asks the 经办密码."""
    membership = _own(request, membership_id)
    person = signed_in(request)
    name = f"{person.username}#{membership.pk}"
    form = ActForm(request.POST, captcha=needs_captcha(request, name))
    if form.is_valid() and try_password(request, form, name, membership):
        begin(request.session, membership, person, client_address(request))
        return redirect("member_center")
    if needs_captcha(request, name):
        form.ask_captcha()
    return _page(request, membership, act_form=form)


@require_POST
@login_required
def stop_acting(request: HttpRequest) -> HttpResponse:
    """切换回个人; a session opened with the 经办密码 has nothing to go back to and ends."""
    if not acting.is_acting(request.session):
        return redirect(get_adapter().get_login_redirect_url(request))
    if acting.is_alone(request.session):
        get_adapter().logout(request)
        messages.success(request, _("您已退出登录。"))
        return redirect("home")
    leave(request.session, signed_in(request), client_address(request))
    messages.success(request, _("已切换回个人。"))
    return redirect("personal_center")


def _own(request: HttpRequest, membership_id: int) -> Membership:
    """A grant of the person's own that is not over; others do not exist here."""
    return get_object_or_404(grants_of(signed_in(request)), pk=membership_id)


def _page(
    request: HttpRequest,
    membership: Membership,
    *,
    password_form: HandlingPasswordForm | None = None,
    act_form: ActForm | None = None,
) -> HttpResponse:
    shown = password_form or act_form
    context = {
        **frame(request),
        "grant": membership,
        "has_face": has_shown_face(signed_in(request), membership.created_at),
        "password_form": password_form or HandlingPasswordForm(),
        "act_form": act_form or ActForm(captcha=False),
        "challenge": challenge_of(request, act_form) if act_form else None,
    }
    status = 422 if shown else 200
    return render(request, "accounts/grants/grant.html", context, status=status)
