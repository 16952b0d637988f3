"""CA证书登录: by a signature of the USB key, and by what our reverse proxy hands on."""

import datetime as dt
import re
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import certificates_stand_in as usb
from accounts.models import AuditEntry, Membership, User
from tests.factories import make_clerk, make_unit

from .certificate import KNOWN, LOG_IN, REGISTER, challenge, show, signed

pytestmark = pytest.mark.django_db

HEADER, SECRET = "HTTP_X_CLIENT_CERTIFICATE", "HTTP_X_CLIENT_CERTIFICATE_SECRET"


@pytest.fixture
def clerk() -> User:
    return make_clerk(make_unit(uscc=KNOWN.uscc, name=KNOWN.name))


def user_id(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def reasons() -> list[str]:
    entries = AuditEntry.objects.filter(action="certificate_refused").order_by("pk")
    return [entry.detail["reason"] for entry in entries]


@pytest.mark.requirement("S2-051")
@pytest.mark.parametrize("authority", ["jiangsu", "suzhou"])
def test_the_certificate_of_a_unit_opens_its_own_account(
    client: Client, clerk: User, authority: str
) -> None:
    make_clerk(clerk.memberships.get().unit, role="operator")

    answer = show(client, "known", authority=authority)

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/member/"
    assert user_id(client) == str(clerk.pk)
    entry = AuditEntry.objects.get(action="sign_in_by_certificate")
    assert (entry.actor, entry.detail["authority"]) == (clerk, authority)


@pytest.mark.requirement("S3-005", "S3-006")
def test_one_authority_is_chosen_with_help_to_choose(client: Client) -> None:
    for page in (LOG_IN, REGISTER):
        text = client.get(page).content.decode()
        assert re.findall(r'type="radio"\s+name="authority"\s+value="(\w+)"', text) == [
            "jiangsu",
            "suzhou",
        ]
        assert "对浏览器没有要求" in text
        assert "建议优先选择" in text
        assert "IE9或IE10" in text
        assert "请根据提示下载并安装" in text
    none = client.post(REGISTER, {"way": "key"})
    assert none.status_code == 422
    assert "请选择一种CA" in none.content.decode()
    other = client.post(REGISTER, {"way": "key", "authority": "other"})
    assert other.status_code == 422


def test_the_driver_is_offered_from_the_prompt(client: Client, settings: Any) -> None:
    settings.CERTIFICATE_DRIVERS = {"jiangsu": "https://driver.example.cn/", "suzhou": ""}
    text = client.get(REGISTER).content.decode()
    assert text.count('href="https://driver.example.cn/"') == 1


def test_a_unit_without_an_account_is_told_to_register(client: Client) -> None:
    answer = show(client, "new")
    assert answer.status_code == 409
    assert "成为新用户" in answer.content.decode()
    assert reasons() == ["no_account"]


def test_a_closed_account_stays_closed(client: Client, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert show(client, "known").status_code == 409
    assert user_id(client) is None


def test_who_has_handed_the_account_over_gets_in_no_more(client: Client, clerk: User) -> None:
    Membership.objects.filter(user=clerk).update(is_active=False, ends_on=dt.date(2024, 1, 1))
    assert show(client, "known").status_code == 409


@pytest.mark.parametrize("key", ["expired", "revoked", "self_signed", "without_uscc"])
def test_what_does_not_count_opens_nothing(client: Client, clerk: User, key: str) -> None:
    answer = show(client, key)
    assert answer.status_code == 403
    assert user_id(client) is None
    assert len(reasons()) == 1


def test_a_text_is_good_once(client: Client, clerk: User) -> None:
    good = signed("known", challenge(client))
    assert client.post("/certificate/answer/", good).status_code == 302
    client.logout()
    again = client.post("/certificate/answer/", good)
    assert again.status_code == 400
    assert reasons() == ["challenge"]


def test_a_wrong_signature_uses_the_text_up(client: Client, clerk: User) -> None:
    text = challenge(client)
    wrong = {**signed("known", text), "signature": usb.sign("jiangsu", "known", "other")}
    assert client.post("/certificate/answer/", wrong).status_code == 403
    assert client.post("/certificate/answer/", signed("known", text)).status_code == 400
    assert reasons() == ["signature", "challenge"]


def test_a_text_is_good_for_two_minutes_and_in_its_session_only(
    client: Client, clerk: User
) -> None:
    good = signed("known", challenge(client))
    assert Client().post("/certificate/answer/", good).status_code == 400
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=121)):
        assert client.post("/certificate/answer/", good).status_code == 400
    assert reasons() == ["challenge", "challenge"]


def test_a_text_names_the_site_and_the_purpose(client: Client) -> None:
    assert challenge(client, LOG_IN).startswith("http://testserver log-in jiangsu ")
    assert challenge(client, REGISTER, "suzhou").startswith("http://testserver register suzhou ")


def test_the_certificate_of_one_with_the_signature_of_another(client: Client, clerk: User) -> None:
    text = challenge(client)
    mixed = {**signed("new", text), "certificate": usb.certificate("jiangsu", "known")}
    assert client.post("/certificate/answer/", mixed).status_code == 403
    assert reasons() == ["signature"]


def test_nothing_entered_is_asked_for_again(client: Client) -> None:
    challenge(client)
    answer = client.post("/certificate/answer/", {})
    assert answer.status_code == 422
    assert "请提供证书" in answer.content.decode()


def by_browser(client: Client, key: str = "known", **headers: Any) -> Any:
    sent = {
        HEADER: quote(usb.certificate("jiangsu", key)),
        SECRET: settings.CERTIFICATE_PROXY_SECRET,
        **headers,
    }
    return client.post(LOG_IN, {"authority": "jiangsu", "way": "browser"}, **sent)


@pytest.mark.requirement("S2-051")
def test_our_proxy_hands_on_what_the_browser_has_shown(client: Client, clerk: User) -> None:
    assert by_browser(client).status_code == 302
    assert user_id(client) == str(clerk.pk)


@pytest.mark.parametrize("secret", ["", "guessed", "密"])
def test_nobody_else_hands_on_certificates(client: Client, clerk: User, secret: str) -> None:
    told = secret.encode().decode("latin-1")
    answer = by_browser(client, **{SECRET: told})
    assert answer.status_code == 403
    assert "浏览器没有出示证书" in answer.content.decode()
    assert user_id(client) is None
    assert reasons() == ["none_shown"]


def test_without_a_secret_the_way_is_shut(client: Client, clerk: User, settings: Any) -> None:
    settings.CERTIFICATE_PROXY_SECRET = ""
    assert "由浏览器出示证书" not in client.get(LOG_IN).content.decode()
    assert by_browser(client, **{SECRET: ""}).status_code == 403


def test_the_certificate_alone_in_a_request_opens_nothing(client: Client, clerk: User) -> None:
    text = challenge(client)
    headers: dict[str, Any] = {HEADER: quote(usb.certificate("jiangsu", "known"))}
    unsigned = {"certificate": usb.certificate("jiangsu", "known"), "signature": "AAAA"}
    assert client.post("/certificate/answer/", unsigned, **headers).status_code == 403
    assert text
    assert user_id(client) is None


def test_the_stand_in_shows_every_key_of_one_authority(client: Client) -> None:
    query = {"authority": "suzhou", "text": challenge(client, LOG_IN, "suzhou")}
    page = client.get("/demo/certificate/", query).content.decode()
    assert page.count('name="signature"') == len(usb.KEYS)
    assert client.get("/demo/certificate/", {"authority": "suzhou"}).status_code == 400
    assert client.get("/demo/certificate/", {**query, "authority": "x"}).status_code == 400
