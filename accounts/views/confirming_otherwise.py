"""Confirming who one is without password and authenticator: a code by SMS, or one more login."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, resume_request
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import confirmation
from accounts.actions.codes import WrongCode, confirm_by_code, seconds_to_wait, send_code
from accounts.forms.codes import CodeForm
from accounts.models import VerificationCode
from accounts.views.access import not_while_acting, signed_in
from portal.lib.client import client_address
from portal.lib.refusals import RateLimited

PURPOSE = VerificationCode.Purpose.CONFIRM


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@not_while_acting
def confirm_otherwise(request: HttpRequest) -> HttpResponse:
    """For accounts that only an outside system opens; what was typed waits in the session."""
    user = signed_in(request)
    if confirmation.has_secret(user):
        return redirect("account_reauthenticate")
    if request.method != "POST":
        return _page(request, CodeForm())
    if confirmation.is_recent(request, user):
        return _resume(request)
    if not user.phone:
        return _log_in_again(request)
    if "send_code" in request.POST:
        return _send(request, user.phone)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        confirm_by_code(user, form.cleaned_data["code"], client_address(request))
    except WrongCode as wrong:
        form.add_error("code", str(wrong))
        return _page(request, form)
    confirmation.note(request.session)
    return _resume(request)


def _send(request: HttpRequest, phone: str) -> HttpResponse:
    form = CodeForm()
    try:
        send_code(phone, PURPOSE, client_address(request))
    except RateLimited as refusal:
        form = CodeForm({"code": ""})
        form.errors.clear()
        form.add_error("code", str(refusal))
        return _page(request, form, status=429)
    messages.info(request, _("验证码已发送，5分钟内有效。"))
    return _page(request, form)


def _log_in_again(request: HttpRequest) -> HttpResponse:
    """Logs out; what waited goes on for the same account only, once it is back."""
    user, waits = signed_in(request), request.session.get(STATE_SESSION_KEY)
    wanted = get_next_redirect_url(request, REDIRECT_FIELD_NAME) or ""
    get_adapter().logout(request)
    if waits:
        request.session[STATE_SESSION_KEY] = waits
    confirmation.wait_for_login(request.session, user, wanted)
    messages.info(request, _("请用原来的方式重新登录，登录后可继续刚才的操作。"))
    return redirect(f"{reverse('account_login')}?kind={user.kind}")


def _resume(request: HttpRequest) -> HttpResponse:
    request.session.pop(confirmation.WAITING, None)
    response: HttpResponse | None = resume_request(request)
    return response or redirect(get_adapter().get_login_redirect_url(request))


def _page(request: HttpRequest, form: CodeForm, status: int = 0) -> HttpResponse:
    user = signed_in(request)
    context = {
        "form": form,
        "next": get_next_redirect_url(request, REDIRECT_FIELD_NAME) or "",
        "is_done": confirmation.is_recent(request, user),
        "phone": user.phone or "",
        "seconds": seconds_to_wait(user.phone, PURPOSE) if user.phone else 0,
    }
    status = status or (422 if form.errors else 200)
    return render(request, "accounts/security/confirm.html", context, status=status)
