"""SMS codes: bound to phone and purpose, used once, within limits."""

import datetime as dt

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.actions.codes import (
    LIFETIME,
    WrongCode,
    purge_codes,
    seconds_to_wait,
    send_code,
    use_code,
)
from accounts.models import Delivery, VerificationCode
from portal.lib.refusals import RateLimited

from .getting_in import PHONE, captcha_of, last_code, messages_to

pytestmark = pytest.mark.django_db

SIGN_UP = VerificationCode.Purpose.SIGN_UP
RESET = VerificationCode.Purpose.RESET_PASSWORD
ADDRESS = "203.0.113.7"
SEND = "/accounts/codes/sign_up/"


def send(phone: str = PHONE, purpose: str = SIGN_UP, address: str = ADDRESS) -> str:
    send_code(phone, purpose, address)
    return last_code(phone)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.mark.requirement("S0-011")
def test_a_code_is_good_once() -> None:
    code = send()

    use_code(PHONE, SIGN_UP, code)

    with pytest.raises(WrongCode):
        use_code(PHONE, SIGN_UP, code)


@pytest.mark.requirement("S0-011")
@pytest.mark.parametrize(("phone", "purpose"), [("13912340002", SIGN_UP), (PHONE, RESET)])
def test_a_code_is_bound_to_phone_and_purpose(phone: str, purpose: str) -> None:
    code = send()

    with pytest.raises(WrongCode):
        use_code(phone, purpose, code)
    use_code(PHONE, SIGN_UP, code)


@pytest.mark.requirement("S0-011")
def test_a_code_expires() -> None:
    code = send()

    with time_machine.travel(timezone.now() + LIFETIME), pytest.raises(WrongCode):
        use_code(PHONE, SIGN_UP, code)


@pytest.mark.requirement("S0-011")
def test_after_five_wrong_tries_the_right_code_is_refused_too() -> None:
    code = send()
    for _try in range(5):
        with pytest.raises(WrongCode), transaction.atomic():
            use_code(PHONE, SIGN_UP, wrong(code))

    with pytest.raises(WrongCode):
        use_code(PHONE, SIGN_UP, code)


def test_only_the_newest_code_is_good() -> None:
    first = send()
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=61)):
        second = send()

        with pytest.raises(WrongCode):
            use_code(PHONE, SIGN_UP, first if first != second else wrong(second))
        use_code(PHONE, SIGN_UP, second)


def test_only_a_hash_of_the_code_is_kept() -> None:
    code = send()

    assert code not in str(VerificationCode.objects.values())


@pytest.mark.requirement("S2-011")
def test_the_server_makes_people_wait_a_minute() -> None:
    send()

    with pytest.raises(RateLimited) as refusal:
        send()

    assert refusal.value.retry_after in range(55, 61)
    assert 0 < seconds_to_wait(PHONE, SIGN_UP) <= 60
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=60)):
        assert seconds_to_wait(PHONE, SIGN_UP) == 0
        send()


@pytest.mark.parametrize(("amount", "minutes"), [(5, 2), (10, 13)])
def test_a_phone_gets_five_codes_an_hour_and_ten_a_day(amount: int, minutes: int) -> None:
    start = timezone.now()
    for number in range(amount):
        with time_machine.travel(start + number * dt.timedelta(minutes=minutes)):
            send(address=f"203.0.113.{number}")

    with (
        time_machine.travel(start + amount * dt.timedelta(minutes=minutes)),
        pytest.raises(RateLimited, match="该手机号"),
    ):
        send(address="203.0.113.200")


@pytest.mark.parametrize(
    "addresses",
    [[ADDRESS] * 31, [f"2001:db8:1:2::{n:x}" for n in range(31)]],
    ids=["one address", "one network of IPv6"],
)
def test_an_address_gets_thirty_codes_an_hour(addresses: list[str]) -> None:
    *first, last = addresses
    for number, address in enumerate(first):
        send(f"139000000{number:02d}", address=address)

    with pytest.raises(RateLimited, match="当前网络"):
        send("13900000099", address=last)


@pytest.mark.requirement("S2-011")
def test_the_button_counts_down_from_what_the_server_says(client: Client) -> None:
    page = client.get("/accounts/sign-up/person/").content.decode()
    assert "获取验证码" in page

    part = client.post(SEND, {"phone": PHONE, **captcha_of(page)}, headers={"HX-Request": "true"})

    assert part.status_code == 200
    text = part.content.decode()
    assert 'data-countdown="60"' in text or 'data-countdown="59"' in text
    assert "139****0001" in text
    again = client.post(SEND, {"phone": PHONE}, headers={"HX-Request": "true"})
    assert again.status_code == 422
    assert "秒后重新获取" in again.content.decode()
    assert len(messages_to(PHONE)) == 1


@pytest.mark.parametrize("phone", ["", "1391234000", "12345678901", "\x00", "😀", "02165224600"])
def test_a_phone_that_is_none_is_refused_at_its_field(client: Client, phone: str) -> None:
    page = client.get("/accounts/sign-up/person/").content.decode()

    part = client.post(SEND, {"phone": phone, **captcha_of(page)})

    assert part.status_code == 422
    assert '<a href="#id_phone">' in part.content.decode()
    assert not Delivery.objects.exists()


def test_full_width_digits_and_a_country_code_are_understood(client: Client) -> None:
    page = client.get("/accounts/sign-up/person/").content.decode()

    client.post(SEND, {"phone": "+86 １３９１２３４０００１", **captcha_of(page)})

    assert messages_to(PHONE)


@pytest.mark.parametrize("purpose", ["log_in", "change_phone", "nonsense"])
def test_other_purposes_are_not_served_to_strangers(client: Client, purpose: str) -> None:
    assert client.post(f"/accounts/codes/{purpose}/", {"phone": PHONE}).status_code == 404


def test_old_codes_are_purged_when_no_limit_counts_them() -> None:
    send()
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        send()

        assert purge_codes() == 1
        assert VerificationCode.objects.count() == 1
