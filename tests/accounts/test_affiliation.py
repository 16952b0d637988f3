"""隶属关系, 审核机构, 单位联络员, and the menu of the unit's centre."""

import pytest
from django.test import Client

from accounts.actions import members
from accounts.models import AuditEntry, Liaison, Unit, User
from accounts.rules import may_publish
from tests.factories import district_office, draft_person_application, make_clerk, submitted_unit

pytestmark = pytest.mark.django_db
AFFILIATION = "/member/affiliation/"


@pytest.fixture
def newcomer(client: Client, legal: User, unit: Unit) -> Client:
    """Of a unit that has not chosen yet."""
    Unit.objects.filter(pk=unit.pk).update(affiliation="", reviewing_office=None)
    client.force_login(legal)
    return client


@pytest.mark.requirement("S1-013")
def test_the_first_login_asks_for_the_reviewing_office(newcomer: Client, unit: Unit) -> None:
    unit.refresh_from_db()
    assert not may_publish(unit)
    page = newcomer.get("/member/", follow=True)
    assert page.redirect_chain == [(AFFILIATION, 302)]
    assert "请先选择单位的隶属关系和审核机构" in page.content.decode()


@pytest.mark.requirement("S2-054")
def test_affiliation_and_reviewing_office_are_required(newcomer: Client, unit: Unit) -> None:
    empty = newcomer.post(AFFILIATION, {"affiliation": "", "reviewing_office": ""})
    assert empty.status_code == 422
    assert set(empty.context["form"].errors) == {"affiliation", "reviewing_office"}

    elsewhere = district_office("320583", "hrss_bureau")
    data = {"affiliation": "county", "reviewing_office": str(elsewhere.pk)}
    assert newcomer.post(AFFILIATION, data).status_code == 422

    office = district_office(kind="hrss_bureau")
    data["reviewing_office"] = str(office.pk)
    assert newcomer.post(AFFILIATION, data).headers["Location"] == "/member/liaison/"
    unit.refresh_from_db()
    assert (unit.affiliation, unit.reviewing_office) == ("county", office)
    assert may_publish(unit)
    assert AuditEntry.objects.filter(action="choose_affiliation").exists()


@pytest.mark.requirement("S1-014")
def test_a_unit_that_has_chosen_is_not_asked_again(client: Client, legal: User, unit: Unit) -> None:
    client.force_login(legal)
    assert client.get("/member/").status_code == 200
    assert unit.reviewing_office is not None
    assert unit.reviewing_office.name in client.get("/member/members/").content.decode()


@pytest.mark.requirement("S2-056")
def test_the_unit_names_its_liaison(client: Client, legal: User, unit: Unit) -> None:
    client.force_login(legal)
    wrong = client.post("/member/liaison/", {"name": "", "mobile": "123"})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"name", "mobile"}

    data = {"name": "祝允明", "mobile": "139 0000 0008", "department": "人力资源部"}
    assert client.post("/member/liaison/", data).status_code == 302
    liaison = Liaison.objects.get(unit=unit)
    assert (liaison.name, liaison.mobile) == ("祝允明", "13900000008")
    page = client.get("/member/members/").content.decode()
    assert "祝**" in page
    assert "139****0008" in page


@pytest.mark.requirement("S2-040")
def test_the_menu_has_the_eight_entries_and_counts_what_waits(client: Client, legal: User) -> None:
    draft_person_application(submitted_unit(clerk=legal))
    members.ask_to_join(legal.memberships.get().unit, make_clerk(), "接替")
    client.force_login(legal)
    page = client.get("/member/")
    labels = [str(entry.label) for entry in page.context["menu"]]
    added = {"人员总表", "资金拨付", "收款信息"}  # beyond those of the manual
    assert [label for label in labels if label not in added] == [
        "单位主页",
        "单位信息",
        "单位办件",
        "单位快递",
        "经办人管理",
        "机构管理",
        "我的工作台",
        "账号设置",
    ]
    assert "我的工作台 (2)" in page.content.decode()
    assert 'href="/me/data/"' in client.get("/me/security/").content.decode()
    workbench = client.get("/member/workbench/").content.decode()
    assert "申请加入本单位" in workbench
