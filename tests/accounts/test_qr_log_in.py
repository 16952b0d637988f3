"""扫码登录: the phone says yes, the computer is in, and the code is dead."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.actions.second_factor import current_totp, enrol_totp
from accounts.jobs import purge_leftovers
from accounts.models import AuditEntry, QrTicket, User
from accounts.views import qr_phone
from tests.factories import make_clerk, make_person, make_staff
from tests.factories.people import TOTP_SECRET

from .inside import sign_in
from .test_real_person import code_on, refusals

pytestmark = pytest.mark.django_db

PAGE = "/accounts/login/qr/"
STATE = f"{PAGE}state/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


@pytest.fixture
def computer() -> Client:
    return Client(headers={"User-Agent": CHROME})


def code_of(computer: Client, **fields: str) -> str:
    assert computer.post(PAGE, fields).headers["Location"] == PAGE
    return code_on(computer, "log_in")


def poll(computer: Client, seen: str = "waiting") -> str:
    """Where the computer is sent, or what it is shown."""
    answer = computer.post(STATE, {"seen": seen}, headers={"HX-Request": "true"})
    return str(answer.headers.get("HX-Redirect") or answer.content.decode())


def user_of(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.requirement("S2-052")
@pytest.mark.parametrize("make", [make_person, make_clerk])
def test_the_phone_lets_the_computer_in(computer: Client, make: Callable[[], User]) -> None:
    user = make()
    phone = sign_in(user)
    code = code_of(computer)
    assert 'src="data:image/svg+xml' in computer.get(PAGE).content.decode()

    asked = phone.get(code).content.decode()
    for word in ("Chrome · Windows", "127.0.0.1", str(timezone.localdate().year)):
        assert word in asked
    phone.post(f"{code}scanned/")
    assert "已扫码" in poll(computer)
    assert user_of(computer) is None
    assert "已确认登录" in phone.post(f"{code}confirm/", {"answer": "yes"}).content.decode()

    assert poll(computer, "scanned") == "/member/"
    assert user_of(computer) == str(user.pk)
    assert QrTicket.objects.get().state == "used"
    assert AuditEntry.objects.filter(action="qr_log_in", actor=user).count() == 1


def test_the_login_page_leads_there_and_back_to_where_one_wanted_to_go(computer: Client) -> None:
    for kind in ("person", "enterprise"):
        assert f'href="{PAGE}' in computer.get(f"/accounts/login/?kind={kind}").content.decode()
    phone = sign_in(make_person())
    code = code_of(computer, next="/inbox/")
    phone.post(f"{code}confirm/", {"answer": "yes"})
    assert poll(computer) == "/inbox/"


def test_it_works_without_javascript(computer: Client) -> None:
    person = make_person()
    phone = sign_in(person)
    code = code_of(computer)
    phone.post(f"{code}confirm/", {"answer": "yes"})
    assert computer.post(STATE).headers["Location"] == "/member/"
    assert user_of(computer) == str(person.pk)


def test_a_second_factor_is_still_asked_for(computer: Client) -> None:
    person = make_person()
    phone = sign_in(person)
    enrol_totp(person, TOTP_SECRET)
    code = code_of(computer)
    phone.post(f"{code}confirm/", {"answer": "yes"})

    assert poll(computer) == "/accounts/2fa/"
    assert user_of(computer) is None
    computer.post("/accounts/2fa/", {"code": current_totp(TOTP_SECRET)})
    assert user_of(computer) == str(person.pk)


def test_a_visitor_signs_in_on_the_phone_first(computer: Client) -> None:
    code = code_of(computer)
    assert Client().get(code).headers["Location"].startswith("/accounts/login/?next=/q/")
    answer = Client().post(f"{code}confirm/", {"answer": "yes"})
    assert answer.headers["Location"] == f"/accounts/login/?next={code}confirm/"
    assert sign_in(make_person()).get(f"{code}confirm/").headers["Location"] == code
    poll(computer)
    assert user_of(computer) is None


def test_staff_do_not_get_in_by_a_code(computer: Client) -> None:
    staff = Client()
    staff.force_login(make_staff("auditor"))
    code = code_of(computer)
    assert staff.get(code).status_code == 403
    assert staff.post(f"{code}confirm/", {"answer": "yes"}).status_code == 403
    poll(computer)
    assert user_of(computer) is None


def test_who_acts_for_a_unit_lets_nobody_in_as_herself(computer: Client) -> None:
    person = make_person()
    phone = sign_in(person)
    token = code_of(computer).split("/")[2]
    request = RequestFactory().post(f"/q/{token}/confirm/", {"answer": "yes"})
    request.user, request.session = person, phone.session
    person.acting_under = 1

    with pytest.raises(PermissionDenied, match="切换回个人身份"):
        qr_phone.confirm(request, token)

    poll(computer)
    assert user_of(computer) is None


def test_no_is_no(computer: Client) -> None:
    phone = sign_in(make_person())
    code = code_of(computer)
    assert "已取消" in phone.post(f"{code}confirm/", {"answer": "no"}).content.decode()
    assert "手机上未同意登录" in poll(computer)
    assert phone.post(f"{code}confirm/", {"answer": "yes"}).status_code == 409
    assert user_of(computer) is None


def test_another_computer_gains_nothing_by_the_code(computer: Client) -> None:
    """Its own session has no code, whatever it has seen on the other's screen."""
    phone = sign_in(make_person())
    code = code_of(computer)
    phone.post(f"{code}confirm/", {"answer": "yes"})
    thief = Client()
    assert "二维码已失效" in poll(thief)
    thief.post(PAGE)
    poll(thief)
    assert user_of(thief) is None


def test_a_code_counts_in_the_session_it_was_made_for(computer: Client) -> None:
    phone = sign_in(make_person())
    code = code_of(computer)
    phone.post(f"{code}confirm/", {"answer": "yes"})
    thief = Client()
    thief.post(PAGE)
    session = thief.session
    session["qr_log_in"] = computer.session["qr_log_in"]
    session.save()

    answer = thief.post(STATE)

    assert answer.status_code == 409
    assert "不是在本浏览器上生成的" in answer.content.decode()
    assert user_of(thief) is None
    assert refusals() == ["session"]


def test_a_stolen_session_store_does_not_hold_the_code(computer: Client) -> None:
    token = code_of(computer).split("/")[2]
    stored = Session.objects.get(session_key=computer.session.session_key).get_decoded()
    assert token not in str(stored)
    assert not QrTicket.objects.filter(token_hash=token).exists()


def test_yes_counts_once(computer: Client) -> None:
    phone = sign_in(make_person())
    code = code_of(computer)
    phone.post(f"{code}confirm/", {"answer": "yes"})
    assert phone.post(f"{code}confirm/", {"answer": "yes"}).status_code == 409
    poll(computer)
    computer.post("/accounts/logout/")

    assert phone.get(code).status_code == 410
    assert phone.post(f"{code}confirm/", {"answer": "yes"}).status_code == 409
    assert "二维码已失效" in poll(computer)
    assert user_of(computer) is None
    assert refusals() == ["used"] * 3


def test_the_first_phone_has_the_code(computer: Client) -> None:
    phone, other = sign_in(make_person()), sign_in(make_person())
    code = code_of(computer)
    phone.post(f"{code}scanned/")
    answer = other.get(code)
    assert answer.status_code == 410
    assert "另一部手机" in answer.content.decode()
    assert other.post(f"{code}confirm/", {"answer": "yes"}).status_code == 409
    assert refusals() == ["taken", "taken"]


def test_after_two_minutes_the_code_is_dead(computer: Client) -> None:
    phone = sign_in(make_person())
    code = code_of(computer)
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=121)):
        assert phone.get(code).status_code == 410
        assert phone.post(f"{code}confirm/", {"answer": "yes"}).status_code == 409
        assert "二维码已失效" in poll(computer)
    assert refusals() == ["expired", "expired"]


def test_a_closed_account_opens_nothing(computer: Client) -> None:
    person = make_person()
    phone = sign_in(person)
    code = code_of(computer)
    phone.post(f"{code}confirm/", {"answer": "yes"})
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert computer.post(STATE).status_code == 409
    assert user_of(computer) is None


def test_codes_are_not_made_without_end(computer: Client) -> None:
    answers = [computer.post(PAGE).status_code for _ in range(21)]
    assert answers == [302] * 20 + [429]


def test_old_codes_are_thrown_away(computer: Client) -> None:
    code_of(computer)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        code_of(computer)
        purge_leftovers()
    assert QrTicket.objects.count() == 1
