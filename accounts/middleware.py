"""What is asked on every request: of staff, and of persons who act for a unit."""

import time
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import acting

View = Callable[[HttpRequest], HttpResponse]

SEEN_AT = "staff_seen_at"
NOTED_EVERY = 60  # seconds: a session is not written on every request


class StaffMiddleware:
    """The admin opens to staff with a second factor only; an idle session of staff ends."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff:
            if _was_idle(request):
                logout(request)
                messages.info(request, _("长时间未操作，已自动退出，请重新登录。"))
                return self.get_response(request)
            _note_activity(request)
            if _is_admin_page(request) and not is_mfa_enabled(
                request.user, [Authenticator.Type.TOTP]
            ):
                return redirect("mfa_activate_totp")
        return self.get_response(request)


class ActingMiddleware:
    """A person acts for a unit as long as the membership lasts, not a click longer."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not acting.is_acting(request.session) or not request.user.is_authenticated:
            return self.get_response(request)
        membership = acting.remembered(request, request.user)
        if membership is None:
            return self._end(request)
        request.user.acting_under = membership.pk
        return self.get_response(request)

    def _end(self, request: HttpRequest) -> HttpResponse:
        words = _("您的单位办理权限已结束（到期、被取消或经办密码已更改），本次操作未生效。")
        if acting.is_alone(request.session):
            # Opened with the 经办密码: it never was the person's own.
            logout(request)
            messages.warning(request, words)
            return self.get_response(request)
        acting.forget(request.session)
        if request.headers.get("HX-Request"):
            return HttpResponse(words, status=403, content_type="text/plain; charset=utf-8")
        messages.warning(request, words)
        return redirect("personal_center")


def _is_admin_page(request: HttpRequest) -> bool:
    free = (reverse("admin:logout"), reverse("admin:jsi18n"))
    return request.path.startswith(reverse("admin:index")) and request.path not in free


def _was_idle(request: HttpRequest) -> bool:
    seen_at = request.session.get(SEEN_AT)
    return seen_at is not None and time.time() - seen_at > settings.STAFF_IDLE_SECONDS


def _note_activity(request: HttpRequest) -> None:
    now = int(time.time())
    if now - request.session.get(SEEN_AT, 0) >= NOTED_EVERY:
        request.session[SEEN_AT] = now
