"""What somebody with an account does, in the words of these tests."""

from django.test import Client

from accounts.models import User
from tests.factories.people import PASSWORD


def sign_in(user: User, client: Client | None = None) -> Client:
    """Logs in by the login page, so that the session is listed among the user's devices."""
    client = client or Client()
    typed = {"login": user.username, "password": PASSWORD}
    answer = client.post(f"/accounts/login/?kind={user.kind}", typed)
    assert answer.status_code == 302, answer.content.decode()
    return client


def confirm(client: Client) -> None:
    """Types the password again, as is asked before anything dangerous."""
    answer = client.post("/accounts/confirm/", {"password": PASSWORD, "next": "/help/"})
    assert answer.headers["Location"] == "/help/"
