"""A company's first login through the provincial service network, at a browser."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Unit
from tests.factories import district_office

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_the_login(page: Page, live_server: LiveServer, settings: Any) -> Page:
    settings.SERVICE_NETWORK_ISSUER = f"{live_server.url}/demo/service-network"
    district_office("320571")
    page.goto(f"{live_server.url}/accounts/login/?kind=enterprise")
    return page


@pytest.mark.requirement("S1-012", "S1-013")
def test_a_company_comes_from_the_network_and_is_registered(at_the_login: Page) -> None:
    page = at_the_login
    login_page = page.url
    page.get_by_role("button", name="政务服务网法人账号登录").click()
    page.get_by_role("button", name="苏州独墅湖软件有限公司").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("首次使用政务服务网登录")
    page.get_by_role("button", name="完成登记并登录").click()
    expect(page.get_by_text("请选择单位所属的主管部门").first).to_be_visible()
    page.get_by_label("所属区域").select_option(label="苏州工业园区")
    page.get_by_label("所属主管部门").select_option(label="苏州工业园区人才办")
    page.get_by_label("我已阅读并同意").check()
    page.get_by_role("button", name="完成登记并登录").click()

    expect(page).to_have_url(re.compile(r"/member/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("苏州独墅湖软件有限公司")
    assert Unit.objects.get().reviewing_office == district_office("320571")

    page.get_by_role("button", name="退出").first.click()
    page.goto(login_page)
    page.get_by_role("button", name="政务服务网法人账号登录").click()
    page.get_by_role("button", name="苏州独墅湖软件有限公司").click()
    expect(page).to_have_url(re.compile(r"/member/$"))
