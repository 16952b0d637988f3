"""支付宝登录: our client against the stand-in, over HTTP and with real signatures."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.alipay import AlipayError, configured, read_person
from accounts.alipay_stand_in import PEOPLE, issue_code
from accounts.models import AuditEntry, DataRequest, ExternalIdentity, IdentityCheck, User
from accounts.rules import identity_level
from portal.lib.crypto import keyed_hash
from portal.lib.rsa import new_private_key
from tests.accounts.inside import leave_for_minutes
from tests.factories import make_person

pytestmark = pytest.mark.django_db(transaction=True)

CITIZEN, COMPATRIOT, NOBODY = PEOPLE


@pytest.fixture(autouse=True)
def gateway(live_server: Any, settings: Any) -> Any:
    settings.ALIPAY_GATEWAY = f"{live_server.url}/demo/alipay/gateway/"
    return settings


def back_from_alipay(client: Client, who: str) -> str:
    """The address Alipay sends the visitor back to."""
    leads_to = client.post("/alipay/start/").headers["Location"]
    assert leads_to.startswith("/demo/alipay/authorize/")
    return str(client.post(leads_to, {"user_id": who}).headers["Location"])


def come_in(client: Client, who: str, **consent: str) -> Any:
    """The whole way from the login page in."""
    entered = client.get(back_from_alipay(client, who))
    assert entered.headers["Location"] == "/alipay/enter/"
    return client.post("/alipay/enter/", {"enter": "1", **consent})


@pytest.mark.requirement("S2-004", "S2-013")
def test_the_login_page_offers_alipay(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert "快捷方式登录" in page
    assert re.search(r'action="/alipay/start/"', page)


@pytest.mark.requirement("S2-005", "S2-017")
def test_somebody_without_a_mobile_gets_an_account_by_alipay(client: Client) -> None:
    entered = client.get(back_from_alipay(client, COMPATRIOT), follow=True)
    text = entered.content.decode()
    assert "林**" in text
    assert PEOPLE[COMPATRIOT]["cert_no"] not in text
    refused = client.post("/alipay/enter/", {"enter": "1"})
    assert refused.status_code == 422
    assert not User.objects.exists()

    client.post("/alipay/enter/", {"enter": "1", "consent": "on"})

    user = User.objects.get()
    assert (user.kind, user.phone, user.id_doc_type) == ("person", None, "tw_permit")
    assert user.id_doc_number == PEOPLE[COMPATRIOT]["cert_no"]
    assert client.get("/me/").status_code == 200
    assert identity_level(user) == 1


def test_the_second_visit_opens_the_same_account(client: Client) -> None:
    come_in(client, CITIZEN, consent="on")
    again = Client()
    come_in(again, CITIZEN)
    assert User.objects.count() == 1
    assert again.session["_auth_user_id"] == str(User.objects.get().pk)
    assert IdentityCheck.objects.count() == 1  # of the document, not of each visit


def existing_person(**fields: Any) -> User:
    number = PEOPLE[CITIZEN]["cert_no"]
    return make_person(id_doc_number=number, id_doc_hash=keyed_hash(number), **fields)


def test_an_account_with_the_document_is_bound(client: Client) -> None:
    person = existing_person(full_name=PEOPLE[CITIZEN]["user_name"])
    come_in(client, CITIZEN)
    assert ExternalIdentity.objects.get().user == person
    assert client.session["_auth_user_id"] == str(person.pk)
    assert AuditEntry.objects.filter(
        action="bind_external_identity", subject_id=str(person.pk)
    ).exists()


def test_a_document_under_another_name_leads_to_an_appeal(client: Client) -> None:
    existing_person(full_name="另有其人")
    answer = come_in(client, CITIZEN)
    assert answer.status_code == 409
    assert "/appeal/?claim=document" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_closed_account_stays_closed(client: Client) -> None:
    existing_person(full_name=PEOPLE[CITIZEN]["user_name"], is_active=False)
    assert come_in(client, CITIZEN).status_code == 409
    assert "_auth_user_id" not in client.session


def test_who_has_no_verified_name_is_told_so(client: Client) -> None:
    answer = client.get(back_from_alipay(client, NOBODY))
    assert answer.status_code == 400
    assert "尚未完成实名认证" in answer.content.decode()


@pytest.mark.parametrize("change", ["foreign", "missing", "other visitor"])
def test_a_foreign_state_is_refused(client: Client, change: str) -> None:
    address = back_from_alipay(client, CITIZEN)
    code = parse_qs(urlsplit(address).query)["auth_code"][0]
    visitor = Client() if change == "other visitor" else client
    wrong = {
        "foreign": f"/alipay/callback/?auth_code={code}&state=forged",
        "missing": f"/alipay/callback/?auth_code={code}",
        "other visitor": address,
    }[change]

    answer = visitor.get(wrong)

    assert answer.status_code == 400
    assert "请返回登录页重新扫码" in answer.content.decode()


def test_a_state_is_good_once(client: Client) -> None:
    address = back_from_alipay(client, CITIZEN)
    client.get(address)
    assert client.get(address).status_code == 400


def test_a_forged_answer_is_refused(client: Client, gateway: Any) -> None:
    address = back_from_alipay(client, CITIZEN)
    gateway.ALIPAY_STAND_IN_KEY = new_private_key()  # somebody who plays Alipay

    answer = client.get(address)

    assert answer.status_code == 400
    assert "签名不正确" in answer.content.decode()
    assert client.get("/alipay/enter/").status_code == 400


def test_a_request_signed_by_somebody_else_buys_nothing(gateway: Any) -> None:
    code = issue_code(CITIZEN)
    impostor = configured()
    gateway.ALIPAY_PRIVATE_KEY = new_private_key()
    with pytest.raises(AlipayError, match="授权已失效"):
        impostor.person(code)


def test_a_code_is_good_once(gateway: Any) -> None:
    code = issue_code(CITIZEN)
    assert configured().person(code).full_name == PEOPLE[CITIZEN]["user_name"]
    with pytest.raises(AlipayError, match="授权已失效"):
        configured().person(code)


def test_an_unreachable_alipay_is_said_so(client: Client, gateway: Any) -> None:
    gateway.ALIPAY_GATEWAY = "http://127.0.0.1:9/gateway.do"
    answer = client.get(back_from_alipay(client, CITIZEN))
    assert answer.status_code == 400
    assert "暂时无法连接支付宝" in answer.content.decode()


@pytest.mark.parametrize(
    "change", [{"cert_no": "320508199003078237"}, {"cert_type": "99"}, {"user_name": ""}]
)
def test_a_person_without_a_usable_document_is_not_taken(change: dict[str, str]) -> None:
    with pytest.raises(AlipayError):
        read_person({"user_id": CITIZEN, **PEOPLE[CITIZEN], **change})


def test_who_only_alipay_lets_in_confirms_by_alipay_and_goes_on(client: Client) -> None:
    come_in(client, COMPATRIOT, consent="on")
    leave_for_minutes(client)
    asked = {"kind": "erase", "reason": "不再使用本网站"}
    page = client.post("/me/data/request/", asked).headers["Location"]
    client.post(page)
    assert not DataRequest.objects.exists()

    back = come_in(client, COMPATRIOT).headers["Location"]

    assert back == page
    assert "可以继续刚才的操作" in client.get(back).content.decode()
    client.post(back, {"next": "/me/data/request/"})
    assert DataRequest.objects.get().reason == asked["reason"]
