"""账号与安全: phone, password, devices."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.models import AuditEntry, User
from tests.factories import make_person
from tests.factories.people import PASSWORD

from .getting_in import last_code
from .inside import confirm, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/me/security/"
NEW = "13700009999"
NEW_PASSWORD = "Canglang-2026"


@pytest.fixture
def person(client: Client) -> User:
    person = make_person()
    sign_in(person, client)
    confirm(client)
    return person


def send_code(client: Client, phone: str = NEW) -> str:
    client.post(f"{PAGE}phone/", {"phone": phone, "send_code": "1"})
    return last_code(phone)


def test_a_phone_is_changed_with_the_code_sent_to_it(client: Client, person: User) -> None:
    old = person.phone or ""
    code = send_code(client)

    client.post(f"{PAGE}phone/", {"phone": NEW, "code": code})

    person.refresh_from_db()
    assert person.phone == NEW
    entry = AuditEntry.objects.get(action="change_phone")
    assert entry.detail == {"phone": [f"{old[:3]}****{old[-4:]}", "137****9999"]}


def test_a_wrong_code_changes_nothing(client: Client, person: User) -> None:
    old, code = person.phone, send_code(client)
    wrong = "000000" if code != "000000" else "111111"

    answer = client.post(f"{PAGE}phone/", {"phone": NEW, "code": wrong})

    assert answer.status_code == 422
    assert "验证码不正确" in answer.content.decode()
    person.refresh_from_db()
    assert person.phone == old


@pytest.mark.requirement("S2-015")
def test_a_taken_phone_leads_to_an_appeal(client: Client, person: User) -> None:
    make_person(phone=NEW)
    code = send_code(client)

    answer = client.post(f"{PAGE}phone/", {"phone": NEW, "code": code})

    assert answer.status_code == 409
    assert "/appeal/?claim=phone" in answer.content.decode()


def test_codes_are_not_sent_without_end(client: Client, person: User) -> None:
    send_code(client)
    answer = client.post(f"{PAGE}phone/", {"phone": NEW, "send_code": "1"})
    assert answer.status_code == 429
    assert NEW in answer.content.decode()


def test_a_new_password_ends_the_other_sessions(client: Client, person: User) -> None:
    elsewhere = sign_in(person)
    assert elsewhere.get(PAGE).status_code == 200
    client.get(PAGE)

    changed = client.post(
        f"{PAGE}password/",
        {
            "old_password": PASSWORD,
            "new_password1": NEW_PASSWORD,
            "new_password2": NEW_PASSWORD,
        },
    )

    assert changed.status_code == 302
    assert client.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


@pytest.mark.parametrize(
    ("old", "new"), [("wrong", NEW_PASSWORD), (PASSWORD, "short1A"), (PASSWORD, "alllowercase")]
)
def test_a_weak_or_unproved_password_is_refused(
    client: Client, person: User, old: str, new: str
) -> None:
    answer = client.post(
        f"{PAGE}password/", {"old_password": old, "new_password1": new, "new_password2": new}
    )
    assert answer.status_code == 422
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_the_other_devices_are_signed_out(client: Client, person: User) -> None:
    elsewhere = sign_in(person)
    elsewhere.get(PAGE)
    client.get(PAGE)
    assert UserSession.objects.filter(user=person).count() == 2

    client.post(f"{PAGE}sessions/end/")

    assert elsewhere.get(PAGE).status_code == 302
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("path", ["phone/", "password/", "sessions/end/"])
def test_strangers_change_nothing(client: Client, path: str) -> None:
    answer = client.post(PAGE + path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
