"""Where somebody is signed in: a notice of a new browser, and ending one session."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.models import AuditEntry, Notification, User
from tests.factories import make_person
from tests.factories.people import PASSWORD

from .inside import leave_for_minutes, sign_in

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"


def notices(user: User) -> list[Notification]:
    return list(Notification.objects.filter(recipient=user, kind="sign_in_new_device"))


def test_a_browser_not_seen_before_is_told_of() -> None:
    person, usual = make_person(), Client()
    sign_in(person, usual)
    assert notices(person) == []

    other = Client(HTTP_USER_AGENT=CHROME, REMOTE_ADDR="203.0.113.9")
    sign_in(person, other)

    told = notices(person)
    assert len(told) == 1
    assert "Chrome · Windows" in told[0].body
    assert "203.0.*.*" in told[0].body


def test_a_browser_seen_before_is_not() -> None:
    person, usual = make_person(), Client()
    for _time in range(2):
        sign_in(person, usual)
        usual.post("/accounts/logout/")

    assert notices(person) == []
    assert AuditEntry.objects.filter(action="sign_in", actor=person).count() == 2


def test_the_cookie_names_nobody_and_cannot_be_forged() -> None:
    person, usual = make_person(), Client()
    sign_in(person, usual)
    cookie = usual.cookies["known_device"]
    assert cookie["httponly"]
    assert person.username not in cookie.value
    assert (person.phone or "") not in cookie.value

    forged = Client()
    forged.cookies["known_device"] = cookie.value.split(":")[0] + ":forged:signature"
    sign_in(person, forged)

    assert len(notices(person)) == 1


def test_one_session_is_ended_and_the_others_stay(client: Client) -> None:
    person = make_person()
    sign_in(person, client)
    lost, tablet = sign_in(person), sign_in(person)
    for each in (client, lost, tablet):
        each.get("/me/security/")
    page = client.get("/me/security/").content.decode()
    assert "127.0.*.*" in page
    assert "127.0.0.1" not in page
    assert (lost.session.session_key or "-") not in page
    session = UserSession.objects.filter(user=person).get(session_key=lost.session.session_key)

    client.post(f"/me/security/sessions/{session.pk}/end/")

    assert lost.get("/me/security/").status_code == 302
    assert tablet.get("/me/security/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(client: Client) -> None:
    victim = make_person()
    other = sign_in(victim)
    other.get("/me/security/")
    session = UserSession.objects.get(user=victim)
    sign_in(make_person(), client)

    assert client.post(f"/me/security/sessions/{session.pk}/end/").status_code == 404
    assert other.get("/me/security/").status_code == 200


def test_changing_the_phone_asks_for_the_password_again(client: Client) -> None:
    person = make_person()
    sign_in(person, client)
    leave_for_minutes(client)

    asked = client.post("/me/security/phone/", {"phone": "13700009999", "send_code": "1"})
    assert asked.headers["Location"].startswith("/accounts/confirm/")
    wrong = client.post(asked.headers["Location"], {"password": "Wrong-2026"})
    assert wrong.status_code == 200
    done = client.post(asked.headers["Location"], {"password": PASSWORD})

    # What was asked for goes on: the code is on its way and the page says so.
    assert "验证码已发送" in done.content.decode()
