"""An account without password and authenticator confirms by SMS, or by its outside login."""

import pytest
from django.test import Client

from accounts.models import AuditEntry, DataExport, DataRequest, User
from tests.accounts.getting_in import last_code, messages_to
from tests.accounts.inside import enter, leave_for_minutes
from tests.factories import make_person

pytestmark = pytest.mark.django_db
PAGE = "/accounts/confirm/otherwise/"
ASK = {"kind": "erase", "reason": "不再使用本网站"}


def without_password(**fields: object) -> User:
    person = make_person(**fields)
    person.set_unusable_password()
    person.save()
    return person


def left_open(person: User) -> Client:
    client = Client()
    enter(person, client)
    leave_for_minutes(client)
    return client


def test_a_code_to_the_bound_phone_lets_go_on_what_was_typed() -> None:
    person = without_password()
    client = left_open(person)
    page = client.post("/me/data/request/", ASK).headers["Location"]
    assert page.startswith(f"{PAGE}?next=")
    assert not messages_to(person.phone or "")

    client.post(page, {"send_code": "1"})
    code = last_code(person.phone or "")
    wrong = client.post(page, {"code": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == 422
    assert not DataRequest.objects.exists()
    client.post(page, {"code": code})

    assert DataRequest.objects.get(user=person).reason == ASK["reason"]
    assert AuditEntry.objects.filter(action="confirm_by_code", actor=person).exists()


def test_the_limits_of_codes_hold() -> None:
    person = without_password()
    client = left_open(person)

    assert client.post(PAGE, {"send_code": "1"}).status_code == 200
    assert client.post(PAGE, {"send_code": "1"}).status_code == 429
    assert len(messages_to(person.phone or "")) == 1


def test_without_a_phone_the_outside_login_is_run_again() -> None:
    person = without_password(phone=None)
    client = left_open(person)
    page = client.post("/me/data/request/", ASK).headers["Location"]
    assert "重新登录" in client.get(page).content.decode()

    out = client.post(page)

    assert out.headers["Location"] == "/accounts/login/?kind=person"
    assert "_auth_user_id" not in client.session
    assert ASK["reason"] not in str(dict(client.session))
    come_back(client, person)
    assert "可以继续刚才的操作" in client.get(page).content.decode()
    client.post(page, {"next": "/me/data/request/"})
    assert DataRequest.objects.get(user=person).reason == ASK["reason"]


def test_what_waits_is_nobody_elses() -> None:
    client, other = left_open(without_password(phone=None)), without_password(phone=None)
    page = client.post("/me/data/request/", ASK).headers["Location"]
    client.post(page)
    come_back(client, other)

    client.post(page)

    assert not DataRequest.objects.exists()
    assert not DataExport.objects.exists()


def come_back(client: Client, user: User) -> None:
    """Is sent back by the outside system: the anonymous session is opened for the user."""
    client.force_login(user)
    leave_for_minutes(client, 0)
