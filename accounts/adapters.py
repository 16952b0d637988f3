"""How django-allauth does things here: limits, second factor, where people land."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import confirmation, devices, lockout
from accounts.actions.audit import record
from accounts.actions.sign_ins import note_failure, note_lock, note_sign_in
from accounts.backends import OPERATOR
from accounts.middleware import CONSENT_DUE, PASSWORD_DUE, TOTP_DUE
from accounts.models import Consent, User
from accounts.passwords import is_due
from accounts.rules import has_agreed, is_administrator, standing_memberships
from portal.lib import qr
from portal.lib.client import client_address
from portal.lib.crypto import decrypt, encrypt

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
        if isinstance(request.user, User):
            wanted = confirmation.waiting_for(request.session, request.user)
            if wanted is not None:
                query = urlencode({REDIRECT_FIELD_NAME: wanted})
                return f"{reverse('confirm_otherwise')}?{query}"
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

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Every way in ends here, after the second factor."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        user_agent = request.headers.get("User-Agent", "")
        note_sign_in(user, client_address(request), user_agent, devices.is_known(request, user))
        devices.remember(request, user)
        confirmation.note(request.session)
        if user.is_staff:
            request.session[PASSWORD_DUE] = is_due(user)
            return response
        request.session[TOTP_DUE] = settings.UNIT_TOTP == "required" and is_administrator(user)
        if not has_agreed(user, Consent.Purpose.PRIVACY_NOTICE):
            request.session[CONSENT_DUE] = True
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        _user, keys = _tried(**credentials)
        if lockout.is_locked_everywhere(keys):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts, writes down, and has the owner told once the account is locked."""
        user, keys = _tried(**credentials)
        address = client_address(request)
        count = lockout.count_failure(keys, address)
        note_failure(user, str(credentials.get("kind") or ""), address)
        if count == lockout.FAILURES_BEFORE_LOCK:
            note_lock(user, address)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Who acts for a unit confirms with the 经办密码 that let her."""
        if user.acting_under is None:
            return bool(super().reauthenticate(user, password))
        membership = standing_memberships(user).filter(pk=user.acting_under).first()
        if membership is None:
            return False
        name = f"{user.username}#{membership.pk}"  # counts failures as turning to the unit does
        credentials = {"username": name, "password": password, "kind": OPERATOR}
        found = self.authenticate(self.request, membership=membership, **credentials)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        if isinstance(user, User) and user.acting_under is not None:
            return [{"id": "reauthenticate", "url": reverse("account_reauthenticate")}]
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return methods

    def needs_captcha(self, request: HttpRequest, **credentials: Any) -> bool:
        """Whether somebody failed here so often that a captcha is due before the next try."""
        _user, keys = _tried(**credentials)
        count = lockout.failures(keys, client_address(request))
        return count >= lockout.FAILURES_BEFORE_CAPTCHA

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        _user, keys = _tried(**credentials)
        return f"{keys.name}:{client_address(request)}"


def _tried(
    *, username: str = "", kind: str | None = None, **others: Any
) -> tuple[User | None, lockout.Keys]:
    """Whose login is tried, and under which keys it is counted."""
    user = lockout.account_of(username, kind)
    return user, lockout.keys_of(user, username, kind)


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
