"""Who stands behind the portal, whom to ask, and the two entries to the same filings."""

import re

import pytest
from django.test import Client

from tests.factories import make_clerk, open_call

pytestmark = pytest.mark.django_db

PATHS = ("/", "/about/")


@pytest.mark.requirement("S2-097")
@pytest.mark.parametrize("path", PATHS)
def test_the_hotline_and_the_sponsors_are_named(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    assert "江苏省人才服务热线" in html
    assert "12333" in html
    for sponsor in ("江苏省人才工作领导小组办公室", "江苏省人力资源和社会保障厅"):
        assert sponsor in html


@pytest.mark.requirement("S3-023")
@pytest.mark.parametrize("path", PATHS)
def test_the_support_block_says_whom_to_ask(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    for data in (
        "苏州德融嘉信信用管理技术股份有限公司",
        "techsoft@sipac.gov.cn",
        "400-8696086",
        "2967266691",
    ):
        assert data in html


@pytest.mark.requirement("S3-002")
@pytest.mark.parametrize(("kind", "way"), [("enterprise", "unit"), ("person", "person")])
def test_who_has_no_account_finds_the_way_and_the_hotline(
    client: Client, kind: str, way: str
) -> None:
    html = client.get(f"/accounts/login/?kind={kind}").content.decode()
    assert re.search(rf'href="/accounts/sign-up/{way}/"[^>]*>成为新用户', html)
    assert "0512-65224600" in html.partition("<footer")[0]


@pytest.mark.requirement("S2-003")
def test_help_says_whom_a_unit_without_account_asks(client: Client) -> None:
    html = client.get("/help/").content.decode()
    assert "请先向本单位社保或就业业务办理人员确认" in html


@pytest.mark.requirement("S2-002")
@pytest.mark.requirement("S4-001")
def test_both_entries_lead_one_account_to_one_filing(client: Client) -> None:
    open_call()
    client.force_login(make_clerk())
    apply = re.compile(r'class="btn btn-primary btn-sm"\s+href="([^"]+)"')
    reached = set()
    for entry in ("/", "/hall/"):
        (link,) = apply.findall(client.get(entry).content.decode())
        filing = client.get(link, follow=True)
        assert filing.status_code == 200
        reached.add(filing.request["PATH_INFO"])
    assert len(reached) == 1


def test_the_hall_tells_matters_of_persons_from_those_of_units(client: Client) -> None:
    open_call()
    html = client.get("/hall/").content.decode()
    assert html.index("个人办事") < html.index("单位办事") < html.index("优秀人才贡献奖励")
    assert 'href="/hall/"' in client.get("/").content.decode()
