"""Failed logins: counted per account and per address, told to the owner, and released."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.actions.sign_ins import tell_locked
from accounts.lockout import (
    FAILURES_FROM_EVERYWHERE,
    count_failure,
    is_locked_everywhere,
    keys_of,
)
from accounts.models import AuditEntry, Notification, User
from tests.factories import make_person, make_staff
from tests.factories.people import PASSWORD

from .getting_in import ask_for_code, captcha_of

pytestmark = pytest.mark.django_db
PAGE = "/accounts/login/"


def fail(login: str, times: int = 5, address: str = "192.0.2.1") -> str:
    """Types a wrong password so often; the last page."""
    client, page = Client(REMOTE_ADDR=address), ""
    for _time in range(times):
        answer = captcha_of(page) if 'name="captcha_id"' in page else {}
        typed = {"login": login, "password": "Wrong-2026", **answer}
        page = client.post(PAGE, typed).content.decode()
    return page


def try_right(user: User, login: str = "", address: str = "192.0.2.1") -> bool:
    """Types the right password, captcha included; whether that lets in."""
    client = Client(REMOTE_ADDR=address)
    typed = {"login": login or user.username, "password": PASSWORD}
    page = client.post(PAGE, typed).content.decode()
    if 'name="captcha_id"' in page:
        client.post(PAGE, {**typed, **captcha_of(page)})
    return client.session.get("_auth_user_id") == str(user.pk)


def test_one_name_has_one_count_however_it_is_written() -> None:
    for phone in (make_person().phone, "13900009999"):
        fail(f"+86 {phone}", 3)
        # The first of these asks for the captcha and does not count.
        fail(f" {phone}", 3)

        assert "15分钟后再试" in fail(str(phone), 2)


def test_nobody_learns_whose_name_belongs_to_whom() -> None:
    person = make_person()
    fail(person.username)

    assert 'name="captcha_id"' not in fail(person.phone or "", 1)
    assert try_right(person, person.phone or "")


def test_but_all_names_of_an_account_count_against_the_limit_for_all_addresses() -> None:
    person = make_person()
    for number in range(5):
        fail(person.username, 2, f"198.51.100.{number}")
        fail(person.phone or "", 2, f"198.51.100.{number}")

    assert not try_right(person, address="203.0.113.9")


def test_a_lock_ends_by_time(freeze: Callable[[str], None]) -> None:
    freeze("2026-11-20 09:00")
    person = make_person()
    fail(person.username, 6)
    freeze("2026-11-20 09:14")
    assert not try_right(person)

    freeze("2026-11-20 09:16")

    assert try_right(person)


def test_the_lock_for_all_addresses_ends_by_time_as_well() -> None:
    """Its count lies in the cache, whose own clock ends it."""
    keys = keys_of(make_person(), "anything", "person")
    for _time in range(FAILURES_FROM_EVERYWHERE):
        count_failure(keys, "192.0.2.1")
    assert is_locked_everywhere(keys)

    server, name = cache._cache.get_client(), cache.make_key(keys.account)  # type: ignore[attr-defined]

    assert 0 < server.ttl(name) <= 15 * 60
    server.expire(name, 0)
    assert not is_locked_everywhere(keys)


def test_unknown_names_are_locked_in_the_same_words() -> None:
    assert "15分钟后再试" in fail("nobody-at-all", 6)
    assert "15分钟后再试" in fail(make_person().username, 6)


def test_guessing_from_everywhere_locks_the_account_everywhere() -> None:
    person = make_person()
    for number in range(10):
        fail(person.username, 2, f"198.51.100.{number}")

    assert not try_right(person, address="203.0.113.9")


def test_the_owner_is_told_once_and_everything_is_written_down() -> None:
    person = make_person()
    fail(person.username, 6)
    for _time in range(2):
        tell_locked()

    assert Notification.objects.filter(recipient=person, kind="sign_in_locked").count() == 1
    failed = AuditEntry.objects.filter(action="sign_in_failed", subject_id=str(person.pk))
    assert failed.count() == 5
    assert {entry.address for entry in failed} == {"192.0.2.1"}
    assert AuditEntry.objects.filter(action="sign_in_locked").count() == 1
    assert "Wrong" not in str([entry.detail for entry in failed])


def test_a_reset_by_phone_releases(client: Client) -> None:
    person = make_person()
    fail(person.username)
    code = ask_for_code(client, person.phone or "", "account_reset_password", kind="person")
    new = {"kind": "person", "phone": person.phone, "code": code, "password": "Canglang-2027"}
    client.post("/accounts/password/reset/", new)

    other = Client(REMOTE_ADDR="192.0.2.1")
    other.post(PAGE, {"login": person.username, "password": "Canglang-2027"})

    assert other.session.get("_auth_user_id") == str(person.pk)


def test_staff_release_and_that_is_written_down(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    person, admin = make_person(), make_staff("system_admin")
    fail(person.username)
    client.force_login(admin)
    chosen = {"action": "release_lock", "_selected_action": [person.pk]}

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post("/admin/accounts/user/", chosen)

    assert try_right(person)
    entry = AuditEntry.objects.get(action="sign_in_released")
    assert (entry.actor, entry.subject_id) == (admin, str(person.pk))
