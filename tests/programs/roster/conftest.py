"""A unit whose part is submitted, and its clerk at the browser."""

from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.models import User
from programs.models import Application, Call
from tests.factories import make_clerk, open_call, submitted_unit


@dataclass(frozen=True)
class Office:
    """Where a roster is sent from."""

    client: Client
    call: Call
    clerk: User
    part: Application


@pytest.fixture
def office(client: Client) -> Office:
    call, clerk = open_call(), make_clerk()
    client.force_login(clerk)
    return Office(client, call, clerk, submitted_unit(call, clerk))
