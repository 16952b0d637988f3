"""The way through the provincial service network, as a browser goes it."""

from typing import Any

from django.test import Client

CALLBACK = "/service-network/callback/"


def off_to_the_network(client: Client, kind: str = "person", **fields: str) -> str:
    """The address of the network's login page that our login page leads to."""
    answer = client.post("/service-network/start/", {"kind": kind, **fields})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def back_from_the_network(client: Client, subject: str, kind: str = "person") -> str:
    """The address, path and query, to which the stand-in sends somebody back."""
    leads_to = off_to_the_network(client, kind)
    assert leads_to.startswith("/demo/service-network/authorize/")
    address = str(client.post(leads_to, {"subject": subject}).headers["Location"])
    return address.removeprefix("http://testserver")


def come_in(client: Client, subject: str, kind: str = "person") -> Any:
    """The answer to somebody who comes back from the network."""
    return client.get(back_from_the_network(client, subject, kind))


def user_id(client: Client) -> str | None:
    """Who is signed in."""
    return client.session.get("_auth_user_id")
