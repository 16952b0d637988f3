"""Who is at the other end of a request."""

from allauth.account.adapter import get_adapter
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's IP address: what our own proxies say it is, never what the visitor says."""
    return str(get_adapter().get_client_ip(request))


def session_key_of(session: SessionBase) -> str:
    """The key of the visitor's session, which is begun if there is none."""
    if not session.session_key:
        session.create()
    return str(session.session_key)
