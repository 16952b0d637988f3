"""Staff: a login page of their own, a second factor before the admin opens, an idle limit."""

import datetime as dt
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.actions.second_factor import current_totp, current_totp_of, enrol_totp
from accounts.models import User
from tests.factories.people import PASSWORD, TOTP_SECRET, make_clerk, make_person, make_staff
from tests.factories.places import city_office

pytestmark = pytest.mark.django_db

LOG_IN = "/accounts/login/staff/"
ENROL = "/accounts/2fa/enrol/"


def reviewer() -> User:
    return make_staff("reviewer", city_office())


def without_authenticator() -> User:
    user = reviewer()
    Authenticator.objects.filter(user=user).delete()
    return user


def give_password(client: Client, user: User, page: str = LOG_IN) -> str:
    """Logs in with user name and password; where that leads."""
    response = client.post(page, {"login": user.username, "password": PASSWORD})
    return str(response.headers.get("Location", ""))


def is_signed_in(client: Client, user: User) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


def test_the_admin_leads_to_the_login_of_staff(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    page = client.get("/admin/", follow=True)

    assert page.redirect_chain[-1][0].startswith(LOG_IN)
    assert "工作人员登录" in page.content.decode()
    assert "staff" not in client.get("/accounts/login/").content.decode()


def test_password_and_code_open_the_admin(client: Client) -> None:
    user = reviewer()

    assert give_password(client, user) == "/accounts/2fa/"
    assert not is_signed_in(client, user)
    entered = client.post("/accounts/2fa/", {"code": current_totp(TOTP_SECRET)})

    assert entered.headers["Location"] == "/admin/"
    assert is_signed_in(client, user)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("code", ["", "000000", "abc", "\x00", "😀"])
def test_a_wrong_code_opens_nothing(client: Client, code: str) -> None:
    user = reviewer()
    give_password(client, user)

    client.post("/accounts/2fa/", {"code": code})

    assert not is_signed_in(client, user)
    assert client.get("/admin/").status_code == 302


def test_a_code_opens_once(client: Client) -> None:
    user, code = reviewer(), current_totp(TOTP_SECRET)
    give_password(client, user)
    client.post("/accounts/2fa/", {"code": code})

    overheard = Client()
    give_password(overheard, user)
    overheard.post("/accounts/2fa/", {"code": code})

    assert not is_signed_in(overheard, user)


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/login/?kind=enterprise"])
def test_the_public_pages_do_not_let_staff_in(client: Client, page: str) -> None:
    assert give_password(client, reviewer(), page) == ""


def test_the_page_of_staff_lets_nobody_else_in(client: Client) -> None:
    assert give_password(client, make_person()) == ""
    assert give_password(client, make_clerk()) == ""


@pytest.mark.parametrize("url", ["/admin/", "/admin/accounts/", "/admin/password_change/"])
def test_without_a_second_factor_the_admin_stays_shut(client: Client, url: str) -> None:
    client.force_login(without_authenticator())

    assert client.get(url).headers["Location"] == ENROL


def test_the_first_login_sets_the_second_factor_up(client: Client) -> None:
    user = without_authenticator()
    elsewhere = Client()
    give_password(elsewhere, user)
    give_password(client, user)
    page = client.get("/admin/", follow=True).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)
    assert secret

    codes = client.post(ENROL, {"code": current_totp(secret[1])}, follow=True).content.decode()

    assert len(re.findall(r"<li>\d{8}</li>", codes)) == 10
    assert current_totp_of(user) == current_totp(secret[1])
    assert client.get("/admin/").status_code == 200
    assert not is_signed_in(elsewhere, user)


def test_the_secret_is_encrypted_at_rest() -> None:
    user = reviewer()

    assert TOTP_SECRET not in str(Authenticator.objects.get(user=user).data)


def test_a_recovery_code_stands_in_for_the_phone_once(client: Client) -> None:
    user = without_authenticator()
    give_password(client, user)
    page = client.get(ENROL).content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)
    assert secret
    shown = client.post(ENROL, {"code": current_totp(secret[1])}, follow=True).content.decode()
    code = re.findall(r"<li>(\d{8})</li>", shown)[0]

    first, second = Client(), Client()
    for browser in (first, second):
        give_password(browser, user)
        browser.post("/accounts/2fa/", {"code": code})

    assert is_signed_in(first, user)
    assert not is_signed_in(second, user)


def test_five_wrong_codes_lock_the_second_factor(client: Client) -> None:
    user = reviewer()
    give_password(client, user)
    for _try in range(5):
        client.post("/accounts/2fa/", {"code": "000000"})

    page = client.post("/accounts/2fa/", {"code": current_totp(TOTP_SECRET)})

    assert "15分钟后再试" in page.content.decode()
    assert not is_signed_in(client, user)


def test_an_idle_session_of_staff_ends(client: Client) -> None:
    user = reviewer()
    start = timezone.now()
    client.force_login(user)
    for minutes in (0, 25, 50):
        with time_machine.travel(start + dt.timedelta(minutes=minutes)):
            assert client.get("/admin/").status_code == 200

    with time_machine.travel(start + dt.timedelta(minutes=81)):
        assert client.get("/admin/").status_code == 302


def test_enrolling_again_replaces_the_authenticator() -> None:
    user = reviewer()

    enrol_totp(user, "KRSXG5CTMVRXEZLU")

    assert current_totp_of(user) == current_totp("KRSXG5CTMVRXEZLU")
    assert Authenticator.objects.filter(user=user).count() == 1


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/login/?kind=enterprise", LOG_IN])
def test_the_demo_names_its_accounts_and_nobody_else_does(
    client: Client, settings: Settings, page: str
) -> None:
    assert "演示账号" in client.get(page).content.decode()

    settings.DEMO = False
    shown = client.get(page).content.decode()
    assert "演示" not in shown
    assert "Talent-2026" not in shown


def test_the_demo_shows_the_code_because_its_phones_do_not_exist(
    client: Client, settings: Settings
) -> None:
    give_password(client, reviewer())
    assert current_totp(TOTP_SECRET) in client.get("/accounts/2fa/").content.decode()

    settings.DEMO = False
    assert current_totp(TOTP_SECRET) not in client.get("/accounts/2fa/").content.decode()
