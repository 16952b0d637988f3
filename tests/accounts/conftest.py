import pytest
from django.test import Client

from accounts.models import Unit, User
from tests.accounts.inside import enter
from tests.accounts.sms import sms_platform
from tests.factories import make_clerk

__all__ = ["sms_platform"]


@pytest.fixture
def legal() -> User:
    """The legal representative of a unit."""
    return make_clerk()


@pytest.fixture
def unit(legal: User) -> Unit:
    return legal.memberships.get().unit


@pytest.fixture
def desk(client: Client, legal: User) -> Client:
    """The legal representative's browser."""
    return enter(legal, client)
