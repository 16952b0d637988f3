"""扫码登录: the computer's side."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.actions.qr_log_in import use
from accounts.models import QrTicket
from accounts.views.log_in import next_url
from accounts.views.qr_shown import (
    Shown,
    answer_poll,
    forget,
    part_of,
    show,
    shown,
)
from portal.lib.client import client_address, session_key_of
from portal.lib.limits import Limit
from portal.lib.refusals import RateLimited, Refused

PURPOSE = QrTicket.Purpose.LOG_IN
PART = "accounts/verification/_log_in_part.html"
NEXT = "qr_next"
CODES = Limit("log-in-codes", 20, 600)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def qr_log_in(request: HttpRequest) -> HttpResponse:
    """Shows a code when asked for one by POST."""
    if request.user.is_authenticated:
        return redirect(next_url(request) or get_adapter().get_login_redirect_url(request))
    if request.method != "POST":
        found = shown(request, PURPOSE)
        context = {**part_of(request, found), "has_code": found is not None}
        context["next"] = next_url(request)
        return render(request, "accounts/verification/log_in.html", context)
    if not CODES.take(request):
        raise RateLimited(_("操作过于频繁，请10分钟后再试。"), retry_after=CODES.seconds)
    show(request, PURPOSE)
    request.session[NEXT] = next_url(request)
    return redirect("qr_log_in")


@never_cache
@require_POST
def qr_log_in_state(request: HttpRequest) -> HttpResponse:
    """Polled by the page with the code; signs in once the phone has said yes."""
    found = shown(request, PURPOSE)
    if found and found.ticket.is_open and found.ticket.state == QrTicket.State.CONFIRMED:
        return _enter(request, found)
    if not request.headers.get("HX-Request"):
        return redirect("qr_log_in")
    return answer_poll(request, found, PART)


def _enter(request: HttpRequest, found: Shown) -> HttpResponse:
    user = use(found.token, session_key_of(request.session), client_address(request))
    forget(request, PURPOSE)
    if not user.is_active or user.is_staff:
        raise Refused(_("该账号不能扫码登录，请使用账号密码登录。"))
    # Through the same gate as a password: second factor, session list, where people land.
    response: HttpResponse = perform_login(
        request, user, redirect_url=request.session.pop(NEXT, "") or None
    )
    if request.headers.get("HX-Request") and "Location" in response.headers:
        return HttpResponseClientRedirect(response.headers["Location"])
    return response
