"""账号与安全: phone, password, devices, second factor."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.codes import WrongCode, seconds_to_wait, send_code
from accounts.actions.security import (
    PhoneTaken,
    change_password,
    change_phone,
    sign_out_elsewhere,
    sign_out_one,
)
from accounts.forms.security import PasswordForm, PhoneForm
from accounts.models import VerificationCode
from accounts.rules import identity_level
from accounts.views.access import not_while_acting, signed_in
from accounts.views.confirming import confirmed_lately
from accounts.views.menu import frame
from portal.lib.browsers import browser_name
from portal.lib.client import client_address
from portal.lib.masking import mask_address
from portal.lib.refusals import RateLimited

PURPOSE = VerificationCode.Purpose.CHANGE_PHONE


@require_safe
@not_while_acting
def account_security(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@not_while_acting
@confirmed_lately
def new_phone(request: HttpRequest) -> HttpResponse:
    """Sends a code when asked to, otherwise binds the phone."""
    user = signed_in(request)
    form = PhoneForm(user, request.POST)
    if not form.is_valid():
        return _page(request, phone_form=form)
    if "send_code" in request.POST:
        return _send_code(request, form)
    phone, code = form.cleaned_data["phone"], form.cleaned_data["code"]
    try:
        change_phone(user.pk, phone, code, client_address(request))
    except WrongCode as wrong:
        form.add_error("code", str(wrong))
        return _page(request, phone_form=form)
    except PhoneTaken:
        form.add_error("phone", _("该手机号已绑定其他账号。如为您本人的号码，请提交用户申诉。"))
        return _page(request, phone_form=form, status=409, phone_is_taken=True)
    messages.success(request, _("手机号已更换，下次可使用新手机号登录。"))
    return redirect("account_security")


@sensitive_post_parameters()
@require_POST
@not_while_acting
def new_password(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = PasswordForm(user, request.POST)
    if not form.is_valid():
        return _page(request, password_form=form)
    password = form.cleaned_data["new_password1"]
    try:
        change_password(user, password, request.session.session_key, client_address(request))
    except ValidationError as error:
        form.add_error("new_password1", error)
        return _page(request, password_form=form)
    update_session_auth_hash(request, user)
    messages.success(request, _("密码已修改，其他设备上的登录已全部退出。"))
    return redirect("account_security")


@require_POST
@not_while_acting
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    count = sign_out_elsewhere(
        signed_in(request), request.session.session_key, client_address(request)
    )
    messages.success(request, _("已退出其他 %(count)s 台设备。") % {"count": count})
    return redirect("account_security")


@require_POST
@not_while_acting
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """退出该设备: one of the user's own sessions."""
    user = signed_in(request)
    found = get_object_or_404(UserSession.objects.filter(user=user), pk=pk)
    sign_out_one(user, found, client_address(request))
    messages.success(request, _("已退出该设备。"))
    return redirect("account_security")


def _send_code(request: HttpRequest, form: PhoneForm) -> HttpResponse:
    try:
        send_code(form.cleaned_data["phone"], PURPOSE, client_address(request))
    except RateLimited as refusal:
        form.add_error("code", str(refusal))
        return _page(request, phone_form=form, status=429)
    messages.info(request, _("验证码已发送，5分钟内有效。"))
    return _page(request, phone_form=form, status=200)


def _page(
    request: HttpRequest,
    *,
    phone_form: PhoneForm | None = None,
    password_form: PasswordForm | None = None,
    status: int = 422,
    phone_is_taken: bool = False,
) -> HttpResponse:
    user = signed_in(request)
    context = {
        **frame(request),
        "account": user,
        "level": identity_level(user),
        "phone_form": phone_form or PhoneForm(user),
        "password_form": password_form or PasswordForm(user),
        "phone_is_taken": phone_is_taken,
        "code_wait": _wait(phone_form),
        "sessions": [
            (each, browser_name(each.user_agent), mask_address(each.ip))
            for each in UserSession.objects.filter(user=user).order_by("-last_seen_at")[:20]
        ],
        "session_key": request.session.session_key,
        "has_second_factor": is_mfa_enabled(user),
    }
    is_answer = phone_form is not None or password_form is not None
    page_status = status if is_answer else 200
    return render(request, "accounts/security/security.html", context, status=page_status)


def _wait(form: PhoneForm | None) -> int:
    """Seconds until the next code may be asked for."""
    phone = form.cleaned_data.get("phone") if form else None
    return seconds_to_wait(phone, PURPOSE) if phone else 0
