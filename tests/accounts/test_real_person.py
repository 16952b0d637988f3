"""实人认证: the code on the computer, the phone, and Alipay's client against the stand-in."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.actions.identity import correct_document
from accounts.models import AuditEntry, IdentityCheck, QrTicket, User
from accounts.rules import identity_level
from accounts.views.qr_shown import shown
from portal.lib.rsa import new_private_key
from tests.factories import make_person, make_staff
from tests.factories.identifiers import resident_id

from .inside import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/me/verification/real-person/"
STATE = f"{PAGE}state/"


@pytest.fixture(autouse=True)
def gateway(live_server: Any, settings: Any) -> Any:
    settings.ALIPAY_GATEWAY = f"{live_server.url}/demo/alipay/gateway/"
    return settings


@pytest.fixture
def person(client: Client) -> User:
    """Signed in at a computer."""
    person = make_person(full_name="杜希土")
    sign_in(person, client)
    return person


def code_on(client: Client, purpose: str = "real_person") -> str:
    """The address in the code that the browser shows, as a phone reads it."""
    request = type("Request", (), {"session": client.session})
    found = shown(request, purpose)  # type: ignore[arg-type]
    assert found is not None
    return f"/q/{found.token}/"


def ask_for_code(client: Client) -> str:
    answer = client.post(PAGE, {"consent": "on"})
    assert answer.headers["Location"] == PAGE
    return code_on(client)


def at_alipay(phone: Client, answer: Any, result: str) -> str:
    """Chooses on Alipay's page how the check goes; where Alipay leads back to."""
    leads_to = answer.headers["Refresh"].removeprefix("0; url=")
    parts = urlsplit(leads_to)
    page = phone.get(f"{parts.path}?{parts.query}").content.decode()
    number = re.search(r'name="certify_id" value="(\w+)"', page)
    assert number
    back = phone.post("/demo/alipay/certify/", {"certify_id": number[1], "result": result})
    return urlsplit(back.headers["Location"]).path


def refusals() -> list[str]:
    entries = AuditEntry.objects.filter(action="refuse_qr").order_by("pk")
    return [entry.detail["why"] for entry in entries]


@pytest.mark.requirement("S2-029")
def test_the_way_leads_from_the_account_to_the_check(client: Client, person: User) -> None:
    assert 'href="/me/security/"' in client.get("/me/").content.decode()
    assert 'href="/me/verification/"' in client.get("/me/security/").content.decode()
    assert f'href="{PAGE}"' in client.get("/me/verification/").content.decode()


@pytest.mark.requirement("S2-030")
def test_the_page_shows_a_code_and_when_it_ends(client: Client, person: User) -> None:
    assert "data:image/svg+xml" not in client.get(PAGE).content.decode()
    assert client.post(PAGE).status_code == 422  # no consent, no code

    ask_for_code(client)

    page = client.get(PAGE).content.decode()
    assert 'src="data:image/svg+xml' in page
    left = re.search(r"二维码将在 (\d+) 秒后失效", page)
    assert left
    assert 110 <= int(left[1]) <= 120
    assert AuditEntry.objects.filter(action="give_consent", actor=person).exists()
    token = code_on(client).split("/")[2]
    assert not QrTicket.objects.filter(token_hash=token).exists()
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=121)):
        assert "二维码已失效" in client.get(PAGE).content.decode()


@pytest.mark.requirement("S2-031")
@pytest.mark.requirement("S2-032")
def test_the_computer_learns_what_the_phone_did(client: Client, person: User) -> None:
    code, phone = ask_for_code(client), Client()
    same = client.post(STATE, {"seen": "waiting"})
    assert 'id="qr-status"' in same.content.decode()
    assert "HX-Retarget" not in same.headers
    asked = phone.get(code).content.decode()
    assert "杜**" in asked
    assert person.id_doc_number not in asked

    leaving = phone.post(f"{code}start/")
    scanned = client.post(STATE, {"seen": "waiting"})
    assert scanned.headers["HX-Retarget"] == "#qr-part"
    assert "已扫码" in scanned.content.decode()
    back = at_alipay(phone, leaving, "pass")
    assert 'hx-trigger="load, submit"' in phone.get(back).content.decode()
    assert "认证成功" in phone.post(back).content.decode()

    done = client.post(STATE, {"seen": "scanned"}).content.decode()
    assert "认证成功" in done
    assert "hx-trigger" not in done  # it stops asking
    assert "返回" in done
    page = client.get("/me/verification/").content.decode()
    assert "已通过实人认证" in page
    for item in ("实名认证", "实人认证", "人脸识别"):
        assert item in page
    assert page.count("去认证") == 0
    assert identity_level(person) == 2
    check = IdentityCheck.objects.get()
    assert (check.user, check.kind, check.provider) == (person, "real_person", "alipay")
    assert check.transaction_id == QrTicket.objects.get().transaction_id


def test_a_failed_check_says_so_and_changes_nothing(client: Client, person: User) -> None:
    code, phone = ask_for_code(client), Client()
    back = at_alipay(phone, phone.post(f"{code}start/"), "fail")

    assert "未通过" in phone.post(back).content.decode()

    assert "未通过" in client.post(STATE, {"seen": "scanned"}).content.decode()
    assert identity_level(person) == 0
    assert AuditEntry.objects.filter(action="fail_identity_check", actor=person).exists()


def test_who_comes_back_without_a_check_has_not_passed(client: Client, person: User) -> None:
    code, phone = ask_for_code(client), Client()
    phone.post(f"{code}start/")
    assert "未通过" in phone.post(f"{code}done/").content.decode()
    assert identity_level(person) == 0


def test_on_the_phone_itself_no_code_is_needed(client: Client, person: User) -> None:
    mobile = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile Safari/604.1"}
    assert "在本手机上认证" in client.get(PAGE, headers=mobile).content.decode()
    leaving = client.post(PAGE, {"consent": "on", "here": "1"})
    back = at_alipay(client, leaving, "pass")
    assert 'href="/me/verification/"' in client.post(back).content.decode()
    assert identity_level(person) == 2


def again(client: Client, phone: Client, code: str) -> None:
    """Uses the code up."""
    phone.post(at_alipay(phone, phone.post(f"{code}start/"), "pass"))


def stolen_after_use(client: Client, phone: Client, code: str) -> Client:
    again(client, phone, code)
    return Client()


def replayed(client: Client, phone: Client, code: str) -> Client:
    again(client, phone, code)
    return phone


def from_another_phone(client: Client, phone: Client, code: str) -> Client:
    phone.post(f"{code}start/")
    return Client()


def after_a_newer_one(client: Client, phone: Client, code: str) -> Client:
    ask_for_code(client)
    return phone


@pytest.mark.parametrize(
    ("happens", "why", "words"),
    [
        (stolen_after_use, "used", "二维码已使用"),
        (replayed, "used", "二维码已使用"),
        (from_another_phone, "taken", "另一部手机"),
        (after_a_newer_one, "refused", "已取消"),
    ],
)
def test_a_code_that_is_not_good_is_refused_in_words(
    client: Client,
    person: User,
    happens: Callable[[Client, Client, str], Client],
    why: str,
    words: str,
) -> None:
    code = ask_for_code(client)
    visitor = happens(client, Client(), code)
    checks = IdentityCheck.objects.count()

    opened, pressed = visitor.get(code), visitor.post(f"{code}start/")

    assert (opened.status_code, pressed.status_code) == (410, 409)
    assert words in opened.content.decode()
    assert words in pressed.content.decode()
    assert refusals() == [why, why]
    assert IdentityCheck.objects.count() == checks


def test_an_expired_code_is_refused(client: Client, person: User) -> None:
    code = ask_for_code(client)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2, seconds=1)):
        opened, pressed = Client().get(code), Client().post(f"{code}start/")
    assert (opened.status_code, pressed.status_code) == (410, 409)
    assert "已过期" in opened.content.decode()
    assert refusals() == ["expired", "expired"]


def test_the_result_is_asked_for_once(client: Client, person: User) -> None:
    code, phone = ask_for_code(client), Client()
    back = at_alipay(phone, phone.post(f"{code}start/"), "pass")
    phone.post(back)
    assert phone.post(back).status_code == 409
    assert phone.post(back, headers={"HX-Request": "true"}).status_code == 422
    assert IdentityCheck.objects.count() == 1


def test_a_code_nobody_issued_leads_nowhere(client: Client) -> None:
    sign_in(make_person(), client)
    for path in ("start/", "done/", "confirm/", "scanned/"):
        assert client.post(f"/q/made-up/{path}").status_code == 404
    assert client.get("/q/made-up/").status_code == 404


def test_a_login_code_checks_no_face(client: Client, person: User) -> None:
    computer = Client()
    computer.post("/accounts/login/qr/")
    answer = client.post(f"{code_on(computer, 'log_in')}start/")
    assert answer.status_code == 409
    assert refusals() == ["purpose"]


def test_a_forged_result_is_refused(client: Client, person: User, gateway: Any) -> None:
    code, phone = ask_for_code(client), Client()
    back = at_alipay(phone, phone.post(f"{code}start/"), "pass")
    gateway.ALIPAY_STAND_IN_KEY = new_private_key()  # somebody who plays Alipay

    answer = phone.post(back)

    assert answer.status_code == 400
    assert "签名不正确" in answer.content.decode()
    assert identity_level(person) == 0


def test_an_unreachable_alipay_is_said_so(client: Client, person: User, gateway: Any) -> None:
    code = ask_for_code(client)
    gateway.ALIPAY_GATEWAY = "http://127.0.0.1:9/gateway.do"
    answer = Client().post(f"{code}start/")
    assert answer.status_code == 400
    assert "暂时无法连接支付宝" in answer.content.decode()


def test_a_document_alipay_does_not_know_is_said_so(client: Client) -> None:
    sign_in(make_person(id_doc_type="passport", id_doc_number="X1234567"), client)
    answer = client.post(PAGE, {"consent": "on", "here": "1"})
    assert answer.status_code == 400
    assert "不支持您的证件类型" in answer.content.decode()


def test_without_a_document_there_is_no_check(client: Client) -> None:
    sign_in(make_person(id_doc_type="", id_doc_number="", id_doc_hash=None), client)
    answer = client.post(PAGE, {"consent": "on"})
    assert answer.status_code == 422
    assert "尚未绑定证件" in answer.content.decode()


def test_a_check_ends_with_the_document_it_was_made_with(client: Client, person: User) -> None:
    again(client, Client(), ask_for_code(client))
    number, staff = resident_id(), make_staff("system_admin")
    correct_document(person.pk, "杜希土", "resident_id", number, "号码登记有误", staff)
    person.refresh_from_db()
    assert identity_level(person) == 0


@pytest.mark.parametrize("wanted", ["/me/units/", "", "https://evil.example/", "//evil.example/"])
def test_the_check_ends_where_it_was_asked_for(client: Client, person: User, wanted: str) -> None:
    link = 'href="/me/units/">返回' if wanted == "/me/units/" else 'href="/me/verification/">返回'
    done = at_alipay(
        client, client.post(PAGE, {"consent": "on", "next": wanted, "here": 1}), "pass"
    )
    assert link in client.post(done).content.decode()
    client.post(PAGE, {"consent": "on", "next": wanted})
    code, phone = code_on(client), Client()
    phone.post(at_alipay(phone, phone.post(f"{code}start/"), "pass"))
    assert link in client.post(STATE, {"seen": "waiting"}).content.decode()
