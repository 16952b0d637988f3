"""What somebody with an account does, in the words of these tests."""

import time

from django.test import Client

from accounts.confirmation import PROVED_AT
from accounts.models import User
from tests.factories.people import PASSWORD


def sign_in(user: User, client: Client | None = None) -> Client:
    """Logs in by the login page, so that the session is listed among the user's devices."""
    client = client or Client()
    typed = {"login": user.username, "password": PASSWORD}
    answer = client.post(f"/accounts/login/?kind={user.kind}", typed)
    assert answer.status_code == 302, answer.content.decode()
    return client


def enter(user: User, client: Client) -> Client:
    """Comes in without the login page, as freshly as by it."""
    client.force_login(user)
    leave_for_minutes(client, 0)
    return client


def leave_for_minutes(client: Client, minutes: int = 6) -> None:
    """The device lies there for a while: the login counts no more as just done."""
    session = client.session
    session[PROVED_AT] = time.time() - 60 * minutes
    session.save()


def confirm(client: Client) -> None:
    """Types the password again, as is asked before anything dangerous."""
    answer = client.post("/accounts/confirm/", {"password": PASSWORD, "next": "/help/"})
    assert answer.headers["Location"] == "/help/"


def page_text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]
