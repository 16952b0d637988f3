"""Browsers that an account has signed in from before, known by a cookie of ours.

The cookie is signed, lives a year, and says of each account that used this browser only a hash:
nothing is measured about the browser, and whoever deletes the cookie has a new one.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from portal.lib.crypto import keyed_hash

COOKIE = "known_device"
SALT = "accounts.devices"
MAX_AGE = 365 * 24 * 3600
ACCOUNTS_KEPT = 10
SEPARATOR = "."
NEW = "_known_device"


def is_known(request: HttpRequest, user: User) -> bool:
    """Whether the account has signed in with this browser before."""
    return _mark(user) in _marks(request)


def remember(request: HttpRequest, user: User) -> None:
    """Has the answer to this request, whichever it is, carry the cookie."""
    others = [mark for mark in _marks(request) if mark != _mark(user)]
    marks = [_mark(user), *others][:ACCOUNTS_KEPT]
    setattr(request, NEW, SEPARATOR.join(marks))


class DeviceMiddleware:
    """Puts the cookie on the answer: a login may answer in many ways."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if value := getattr(request, NEW, ""):
            response.set_signed_cookie(
                COOKIE,
                value,
                salt=SALT,
                max_age=MAX_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _marks(request: HttpRequest) -> list[str]:
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=MAX_AGE)
    return (value or "").split(SEPARATOR)


def _mark(user: User) -> str:
    return keyed_hash(f"device {user.pk}")[:32]
