"""Consents: one row for each tick, a page that blocks until a new edition is agreed to."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.actions.consents import give
from accounts.models import AuditEntry, Consent
from accounts.privacy_notice import privacy_notice
from accounts.rules import has_agreed
from tests.factories import make_person
from tests.factories.people import PASSWORD

from .inside import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/accounts/consent/"


def test_the_notice_says_what_the_law_wants_in_both_languages(
    client: Client, settings: Settings
) -> None:
    chinese = client.get("/privacy/").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get("/privacy/").content.decode()

    for item in ("谁处理您的信息", "处理哪些信息", "用来做什么", "保存多久", "您的权利"):
        assert item in chinese
    for item in ("Who handles", "What information", "What for", "How long", "Your rights"):
        assert item in english
    assert privacy_notice().edition in chinese
    assert "{" not in "".join(
        text for _title, text in privacy_notice().told(owner="甲", hotline="1", hours="9—17")
    )


def test_a_consent_has_edition_time_and_place_and_stands_once() -> None:
    person = make_person()

    give(person, Consent.Purpose.FACE_CHECK, "192.0.2.7")
    give(person, Consent.Purpose.FACE_CHECK, "192.0.2.8")

    consent = person.consents.get(purpose="face_check")
    assert (consent.edition, consent.address) == (privacy_notice().edition, "192.0.2.7")
    assert AuditEntry.objects.filter(action="give_consent", actor=person).count() == 1


def test_a_new_edition_is_asked_for_at_the_next_login_before_anything_else(client: Client) -> None:
    person = make_person()
    person.consents.update(edition="2019-01")
    sign_in(person, client)

    blocked = client.get("/me/profile/?tab=1")
    refused = client.post("/me/security/sessions/end/")
    assert blocked.headers["Location"] == "/accounts/consent/?next=%2Fme%2Fprofile%2F%3Ftab%3D1"
    assert refused.headers["Location"] == PAGE
    assert client.get("/privacy/").status_code == 200
    assert client.get(PAGE).status_code == 200
    unticked = client.post(PAGE, {"next": "/me/profile/"})
    assert unticked.status_code == 422
    assert "请阅读并勾选同意" in unticked.content.decode()

    agreed = client.post(PAGE, {"consent": "on", "next": "/me/profile/"})

    assert agreed.headers["Location"] == "/me/profile/"
    assert client.get("/me/profile/").status_code == 200
    assert has_agreed(person, "privacy_notice")


def test_who_has_agreed_is_not_asked_again(client: Client) -> None:
    person = make_person()

    typed = {"login": person.username, "password": PASSWORD}
    client.post("/accounts/login/", typed)

    assert client.get("/me/").status_code == 200


def test_a_separate_consent_is_taken_back_and_the_notice_is_not(client: Client) -> None:
    person = make_person()
    give(person, Consent.Purpose.BANK_ACCOUNT)
    client.force_login(person)

    assert client.post("/me/data/consent/withdraw/", {"purpose": "bank_account"}).status_code == 302
    assert not has_agreed(person, "bank_account")
    again = client.post("/me/data/consent/withdraw/", {"purpose": "bank_account"})
    assert again.status_code == 409
    kept = client.post("/me/data/consent/withdraw/", {"purpose": "privacy_notice"})
    assert kept.status_code == 409
    assert has_agreed(person, "privacy_notice")
    assert AuditEntry.objects.filter(action="withdraw_consent", actor=person).count() == 1
