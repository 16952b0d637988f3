"""What is asked of whoever is signed in on every request."""

import time
from collections.abc import Callable
from functools import cache
from urllib.parse import urlencode

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
from accounts.models import User
from accounts.passwords import is_due

View = Callable[[HttpRequest], HttpResponse]

SEEN_AT = "seen_at"
PASSWORD_DUE = "password_due"  # noqa: S105 - set at the login of staff whose password is too old
TOTP_DUE = "totp_due"  # set at the login of who administers a unit without a second factor
CONSENT_DUE = "consent_due"  # set at the login of who has not agreed to the newest notice
NOTES_PER_LIMIT = 30


class IdleMiddleware:
    """A session that is not used for so long has ended; where it was, the login leads back."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if _was_idle(request):
                logout(request)
                messages.info(request, _("长时间未操作，已自动退出，请重新登录。"))
            else:
                _note_activity(request)
        return self.get_response(request)


class StaffMiddleware:
    """The admin opens with a second factor only, and with a password that is not too old."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and user.is_staff and _is_admin_page(request):
            if not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
                return redirect("mfa_activate_totp")
            if request.session.get(PASSWORD_DUE) and is_due(user):
                sentence = _("密码已超过%(days)s天未修改，请先修改密码。")
                messages.warning(request, sentence % {"days": settings.STAFF_PASSWORD_DAYS})
                return redirect("account_security")
        return self.get_response(request)


class UnitTotpMiddleware:
    """Where the setting says so, who administers a unit sets a second factor up first."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not request.session.get(TOTP_DUE):
            return self.get_response(request)
        if request.path.startswith(_open_without_totp()) or is_mfa_enabled(user):
            return self.get_response(request)
        messages.warning(request, _("单位管理员须启用二次验证，请先绑定验证器。"))
        return redirect("mfa_activate_totp")


class ConsentMiddleware:
    """Whoever has not agreed to the privacy notice in force gets no further than its page.

    What remains open: reading it, leaving, and everybody's rights to the own data.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_due = request.user.is_authenticated and request.session.get(CONSENT_DUE)
        if not is_due or request.path.startswith(_open_without_consent()):
            return self.get_response(request)
        query = urlencode({"next": request.get_full_path()})
        target = reverse("privacy_consent")
        return redirect(f"{target}?{query}" if request.method == "GET" else target)


@cache
def _open_without_totp() -> tuple[str, ...]:
    return (reverse("mfa_authenticate"), *_open_without_consent())


@cache
def _open_without_consent() -> tuple[str, ...]:
    names = (
        "privacy_consent", "privacy", "account_logout", "my_data", "account_reauthenticate",
        "set_language", "set_display", "help", "healthz", "captcha",
    )  # fmt: skip
    return tuple(reverse(name) for name in names)


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
    return seen_at is not None and time.time() - seen_at > idle_seconds(request)


def idle_seconds(request: HttpRequest) -> int:
    """How long the session of whoever is signed in may rest."""
    is_staff = getattr(request.user, "is_staff", False)
    return settings.STAFF_IDLE_SECONDS if is_staff else settings.MEMBER_IDLE_SECONDS


def _note_activity(request: HttpRequest) -> None:
    now = int(time.time())
    # Not on every request: each note writes the session.
    if now - request.session.get(SEEN_AT, 0) >= idle_seconds(request) // NOTES_PER_LIMIT:
        request.session[SEEN_AT] = now
