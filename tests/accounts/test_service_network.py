"""政务服务网登录: our client against the stand-in, over HTTP and with real signatures."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import (
    AuditEntry,
    ExternalIdentity,
    IdentityCheck,
    Membership,
    Unit,
    User,
)
from accounts.rules import identity_level
from accounts.service_network_stand_in import IDENTITIES
from portal.lib.crypto import keyed_hash
from tests.factories import district_office, make_clerk, make_person, make_unit
from tests.factories.people import PASSWORD

from .network import back_from_the_network, come_in, user_id

pytestmark = pytest.mark.django_db(transaction=True)

PERSON, UNIT = IDENTITIES["person-known"], IDENTITIES["unit-known"]


@pytest.fixture(autouse=True)
def network(live_server: Any, settings: Any) -> Any:
    settings.SERVICE_NETWORK_ISSUER = f"{live_server.url}/demo/service-network"
    return settings


def known_person(**fields: Any) -> User:
    number = PERSON["id_doc_number"]
    defaults = {"full_name": PERSON["name"], "id_doc_number": number}
    return make_person(**{**defaults, **fields}, id_doc_hash=keyed_hash(number))


def refusals() -> list[str]:
    entries = AuditEntry.objects.filter(action="service_network_refused")
    return [entry.detail["reason"] for entry in entries]


@pytest.mark.requirement("S1-007", "S1-008", "S1-020")
def test_the_login_page_leads_there_and_says_how_to_get_an_account(client: Client) -> None:
    for kind, words in (("person", "个人账号登录"), ("enterprise", "法人账号登录")):
        page = client.get("/accounts/login/", {"kind": kind}).content.decode()
        assert f"政务服务网{words}" in page
    about = client.get("/service-network/").content.decode()
    assert "前往政务服务网注册" in about
    assert 'href="https://www.jszwfw.gov.cn/"' in about
    assert "请咨询政务服务网客服" in about


@pytest.mark.requirement("S1-012")
def test_who_is_known_by_the_document_is_in_at_once(client: Client) -> None:
    person = known_person()

    answer = come_in(client, "person-known")

    assert answer.status_code == 302
    assert user_id(client) == str(person.pk)
    assert client.get(answer.headers["Location"], follow=True).status_code == 200
    assert ExternalIdentity.objects.get().user == person
    assert AuditEntry.objects.filter(action="sign_in_by_network", actor=person).exists()


def test_the_network_vouches_once_for_a_person(client: Client) -> None:
    person = known_person()
    assert identity_level(person) == 0
    come_in(client, "person-known")
    come_in(Client(), "person-known")
    assert identity_level(person) == 2
    assert IdentityCheck.objects.count() == 1


def test_a_new_person_agrees_before_an_account_is_made(client: Client) -> None:
    answer = come_in(client, "person-known")
    assert answer.headers["Location"] == "/service-network/enter/"
    page = client.get("/service-network/enter/").content.decode()
    assert "徐**" in page
    assert PERSON["id_doc_number"] not in page
    assert client.post("/service-network/enter/", {"enter": "1"}).status_code == 422
    assert not User.objects.exists()

    client.post("/service-network/enter/", {"enter": "1", "consent": "on"})

    user = User.objects.get()
    assert (user.kind, user.id_doc_number) == ("person", PERSON["id_doc_number"])
    assert not user.has_usable_password()
    assert user.consents.filter(purpose="privacy_notice", withdrawn_at=None).exists()
    assert client.get("/me/").status_code == 200


def test_somebody_is_taken_where_they_wanted_to_go(client: Client) -> None:
    known_person()
    leads_to = client.post("/service-network/start/", {"kind": "person", "next": "/me/security/"})
    there = client.post(leads_to.headers["Location"], {"subject": "person-known"})
    assert client.get(there.headers["Location"]).headers["Location"] == "/me/security/"


@pytest.mark.requirement("S1-021")
def test_who_is_not_verified_enough_is_led_to_the_upgrade(client: Client) -> None:
    answer = come_in(client, "person-basic")

    assert answer.headers["Location"] == "/service-network/upgrade/"
    page = client.get("/service-network/upgrade/").content.decode()
    assert "尚未完成高级实名认证" in page
    assert "前往升级认证" in page
    assert user_id(client) is None
    assert client.get("/me/").status_code == 302
    assert client.get("/programs/mine/").status_code in (302, 404)
    assert not User.objects.exists()
    assert refusals() == ["level"]


def test_a_document_under_another_name_leads_to_an_appeal(client: Client) -> None:
    known_person(full_name="另有其人")
    answer = come_in(client, "person-known")
    assert answer.status_code == 409
    assert "/appeal/?claim=document" in answer.content.decode()
    assert user_id(client) is None


def test_a_closed_account_stays_closed(client: Client) -> None:
    known_person(is_active=False)
    assert come_in(client, "person-known").status_code == 409
    assert user_id(client) is None


@pytest.mark.requirement("S1-007")
def test_a_person_does_not_open_pages_of_units(client: Client) -> None:
    known_person()
    come_in(client, "person-known")
    assert client.get("/member/").headers["Location"] == "/me/"
    assert client.get("/member/members/").headers["Location"] == "/me/"


@pytest.mark.requirement("S1-014")
def test_a_registered_unit_signs_in_its_own_account_and_keeps_its_office(client: Client) -> None:
    office = district_office()
    unit = make_unit(uscc=UNIT["uscc"], reviewing_office=office)
    account = make_clerk(unit)

    answer = come_in(client, "unit-known", "enterprise")

    assert answer.headers["Location"] == "/member/"
    assert user_id(client) == str(account.pk)
    unit.refresh_from_db()
    assert unit.reviewing_office == office
    assert User.objects.count() == 1


def test_the_account_of_a_unit_follows_it_to_a_new_holder(client: Client) -> None:
    unit = make_unit(uscc=UNIT["uscc"])
    make_clerk(unit)
    come_in(Client(), "unit-known", "enterprise")
    unit.memberships.update(is_active=False)
    successor = make_clerk(unit)

    come_in(client, "unit-known", "enterprise")

    assert user_id(client) == str(successor.pk)
    assert ExternalIdentity.objects.get().user == successor


@pytest.mark.requirement("S1-013")
def test_a_new_unit_chooses_its_office_before_anything_else(client: Client) -> None:
    office, elsewhere = district_office("320571"), district_office("320583")
    answer = come_in(client, "unit-new", "enterprise")
    assert answer.headers["Location"] == "/service-network/enter/"
    assert client.get("/member/").headers["Location"].startswith("/accounts/login/")
    page = client.get("/service-network/enter/").content.decode()
    assert "苏州独墅湖软件有限公司" in page
    assert "所属主管部门" in page

    typed = {"enter": "1", "district": "320571", "consent": "on"}
    missing = client.post("/service-network/enter/", typed)
    assert missing.status_code == 422
    assert "请选择单位所属的主管部门" in missing.content.decode()
    foreign = client.post("/service-network/enter/", {**typed, "reviewing_office": elsewhere.pk})
    assert "不属于所选区域" in foreign.content.decode()
    assert not Unit.objects.exists()

    client.post("/service-network/enter/", {**typed, "reviewing_office": office.pk})

    unit = Unit.objects.get()
    assert (unit.uscc, unit.reviewing_office) == (IDENTITIES["unit-new"]["uscc"], office)
    membership = Membership.objects.get()
    assert membership.role == "legal_representative"
    assert user_id(client) == str(membership.user_id)
    assert client.get("/member/").status_code == 200


@pytest.mark.requirement("S1-006")
def test_an_account_of_the_earlier_system_gets_in_by_the_network_only(client: Client) -> None:
    person = known_person(must_use_network=True)
    typed = {"login": person.username, "password": PASSWORD}
    answer = client.post("/accounts/login/", typed)
    assert answer.status_code == 403
    assert "已停止本地登录" in answer.content.decode()
    assert user_id(client) is None
    assert AuditEntry.objects.filter(action="legacy_login_refused").exists()

    come_in(client, "person-known")
    assert user_id(client) == str(person.pk)


def test_a_stranger_does_not_learn_which_accounts_are_old(client: Client) -> None:
    person = known_person(must_use_network=True)
    wrong = {"login": person.username, "password": "Wrong-2026"}
    nobody = {"login": "nobody-here", "password": "Wrong-2026"}
    answers = [client.post("/accounts/login/", typed) for typed in (wrong, nobody)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("账号或密码不正确" in answer.content.decode() for answer in answers)


def test_who_is_signed_in_must_leave_first(client: Client) -> None:
    address = back_from_the_network(client, "person-known")
    client.force_login(make_person())
    answer = client.get(address)
    assert answer.status_code == 400
    assert "请先退出当前账号" in answer.content.decode()


def test_nobody_waits_at_the_door_for_ever(client: Client, freeze: Any) -> None:
    come_in(client, "person-known")
    freeze("2099-01-01 09:00")
    assert client.get("/service-network/enter/").status_code == 400
    assert client.post("/service-network/enter/", {"consent": "on"}).status_code == 400
    assert not User.objects.exists()
