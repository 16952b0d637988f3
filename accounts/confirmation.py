"""Whether the one at the keyboard has just shown who she is: by logging in, or asked again."""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts.models import User

WAITING = "waiting_for_login"
PROVED_AT = "proved_at"  # when the session was opened, or last turned to a unit


def note(session: SessionBase) -> None:
    """A password, a code or an outside system has just vouched for the user."""
    session[PROVED_AT] = time.time()


def forget(session: SessionBase) -> None:
    """What was shown until now does not count for what comes."""
    session.pop(PROVED_AT, None)
    session.pop(AUTHENTICATION_METHODS_SESSION_KEY, None)


def is_recent(request: HttpRequest, user: User) -> bool:
    """Within the last minutes, in whatever way the account is opened."""
    records = get_authentication_records(request, user)
    times = [record["at"] for record in records if record.get("reauthenticated")]
    latest = max([request.session.get(PROVED_AT, 0), *times])
    return bool(time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT)


def has_secret(user: User) -> bool:
    """Whether there is a password or an authenticator to ask for."""
    return user.acting_under is not None or bool(get_reauthentication_flows(user))


def wait_for_login(session: SessionBase, user: User, wanted: str) -> None:
    """The user has to log in once more before what was asked for goes on."""
    session[WAITING] = {"user": user.pk, "next": wanted}


def waiting_for(session: SessionBase, user: User) -> str | None:
    """Where the user wanted to go who had to log in once more; nobody else goes there."""
    waiting = session.get(WAITING) or {}
    return str(waiting["next"]) if waiting.get("user") == user.pk else None
