"""The second factor of those who administer a unit: required or offered, as the setting says."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.actions.second_factor import current_totp, enrol_totp
from accounts.models import User
from tests.factories import make_clerk
from tests.factories.people import PASSWORD, TOTP_SECRET

from .inside import sign_in

pytestmark = pytest.mark.django_db
ENROL = "/accounts/2fa/enrol/"


@pytest.fixture
def administrator(settings: Settings) -> User:
    settings.UNIT_TOTP = "required"
    return make_clerk()


def test_required_it_is_set_up_before_anything_else(client: Client, administrator: User) -> None:
    sign_in(administrator, client)

    assert client.get("/member/").headers["Location"] == ENROL
    assert "绑定验证器" in client.get(ENROL).content.decode()

    enrol_totp(administrator, TOTP_SECRET)
    assert client.get("/member/").status_code == 200


def test_with_one_the_login_asks_for_its_code(client: Client, administrator: User) -> None:
    enrol_totp(administrator, TOTP_SECRET)
    typed = {"login": administrator.username, "password": PASSWORD}

    asked = client.post("/accounts/login/?kind=enterprise", typed)
    assert asked.headers["Location"] == "/accounts/2fa/"
    client.post("/accounts/2fa/", {"code": current_totp(TOTP_SECRET)})

    assert client.get("/member/").status_code == 200


def test_operators_are_not_made_to(client: Client, administrator: User) -> None:
    unit = administrator.memberships.get().unit
    sign_in(make_clerk(unit, role="operator"), client)

    assert client.get("/member/").status_code == 200


def test_offered_nobody_is_made_to(client: Client, settings: Settings) -> None:
    settings.UNIT_TOTP = "offered"
    sign_in(make_clerk(), client)

    assert client.get("/member/").status_code == 200
    assert "未启用" in client.get("/me/security/").content.decode()
