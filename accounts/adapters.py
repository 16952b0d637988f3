"""How django-allauth does things here: limits, second factor, where people land."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.audit import record
from accounts.models import User
from portal.lib import qr
from portal.lib.client import client_address
from portal.lib.crypto import decrypt, encrypt, keyed_hash

FAILURES_BEFORE_CAPTCHA = 3
FAILURES_KEPT = 15 * 60  # seconds
BY_NETWORK = {"way": "service_network"}  # told to `perform_login` by that way in


class AccountAdapter(DefaultAccountAdapter):
    """Counts failed logins per account and address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "连续登录失败次数过多，为保护账号，请15分钟后再试，或通过“忘记密码”重置密码。"
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # our own pages register people

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.is_authenticated and request.user.is_staff:
            return reverse("admin:index")
        return str(resolve_url(settings.LOGIN_REDIRECT_URL))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Setting up the first second factor follows the login; later changes ask again."""
        return bool(is_mfa_enabled(self.request.user))

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Accounts of the earlier system get in by the provincial service network only."""
        if user.must_use_network and kwargs.get("signal_kwargs") != BY_NETWORK:
            record(None, "legacy_login_refused", user, {}, client_address(request))
            return render(request, "accounts/service_network/local_ended.html", status=403)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        key = _failures_key(request, **credentials)
        cache.set(key, cache.get(key, 0) + 1, FAILURES_KEPT)

    def needs_captcha(self, request: HttpRequest, **credentials: Any) -> bool:
        """Whether somebody failed here so often that a captcha is due before the next try."""
        failures = cache.get(_failures_key(request, **credentials), 0)
        return int(failures) >= FAILURES_BEFORE_CAPTCHA

    def forgive(self, request: HttpRequest, **credentials: Any) -> None:
        """Forgets the failures: the account's owner has just proved who he is by another way."""
        cache.delete(_failures_key(request, **credentials))
        key = self._get_login_attempts_cache_key(request, **credentials)
        ratelimit.clear(request, action="login_failed", key=key)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return _failures_key(request, **credentials)


def _failures_key(
    request: HttpRequest, *, username: str = "", kind: str | None = None, **others: Any
) -> str:
    # Hashed: names and phones do not stand in plain in the cache.
    who = keyed_hash(f"{kind or ''} {username}")
    return f"login-failures:{who}:{client_address(request)}"


class MfaAdapter(DefaultMFAAdapter):
    """TOTP secrets are encrypted at rest; the QR code is drawn by the library we have anyway."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("动态验证码不正确，请等待下一个验证码后重试，并核对手机时间。"),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        return qr.svg(url)

    def _get_user_identifier(self, user: AbstractBaseUser | AnonymousUser) -> str:
        return user.username if isinstance(user, User) else ""
