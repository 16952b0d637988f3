"""A person acts for a company: granted, taken up on her phone, used for a filing, and ended."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Delivery, Membership
from tests.accounts.acting import HANDLING_PASSWORD
from tests.factories import make_clerk, make_person, open_call

from .pages import Clerk, Seat

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _alipay_is_here(live_server: LiveServer, settings: Any) -> None:
    settings.ALIPAY_GATEWAY = f"{live_server.url}/demo/alipay/gateway/"


def take_up(phone: Seat, membership: Membership) -> None:
    """The three steps, on the phone of the person herself."""
    page = phone.page
    page.set_extra_http_headers({"User-Agent": IPHONE})
    phone.log_in(membership.user.username, "person")
    phone.open("/me/units/")
    phone.look()
    phone.follow(re.compile(membership.unit.name))
    phone.look()
    phone.press("信息无误，确认")
    phone.follow("去人脸识别")
    page.get_by_label(re.compile("我同意")).check()
    phone.press("在本手机上认证")
    phone.press("识别通过")
    expect(page.get_by_text("认证成功")).to_be_visible()
    phone.open(f"/me/units/{membership.pk}/")
    page.get_by_role("textbox", name="经办密码", exact=True).fill(HANDLING_PASSWORD)
    page.get_by_role("textbox", name="确认经办密码").fill(HANDLING_PASSWORD)
    phone.look()
    phone.press("设置经办密码")
    expect(page.get_by_text("经办密码已设置")).to_be_visible()
    phone.look()


@pytest.mark.requirement("S2-046")
@pytest.mark.requirement("S2-047")
@pytest.mark.requirement("S2-049")
@pytest.mark.requirement("S2-053")
def test_from_the_grant_over_the_phone_to_a_filing_and_the_end(
    clerk: Clerk, clerk_on_a_phone: Clerk, colleague: Clerk
) -> None:
    open_call()
    legal = make_clerk()
    person = make_person(full_name="辛弃疾")
    clerk.log_in(legal.username)
    clerk.open("/member/operators/grant/")
    clerk.look()
    page = clerk.page
    page.get_by_label("用户类别").select_option(label="经办人")
    page.get_by_label("姓名").fill(person.full_name)
    page.get_by_label("移动电话").fill(str(person.phone))
    page.get_by_label("证件号码").fill(person.id_doc_number)
    clerk.press("提交")
    expect(page.get_by_text("已开通授权并发送短信")).to_be_visible()
    clerk.look()
    assert "我是经办人" in Delivery.objects.get(channel="sms").body
    clerk.follow(re.compile(r"^\s*授权\s*$"))
    page.get_by_label("优秀人才贡献奖励").check()
    clerk.look()
    clerk.press("保存")

    membership = Membership.objects.get(user=person)
    take_up(clerk_on_a_phone, membership)

    colleague.open("/accounts/login/operator/")
    colleague.look()
    colleague.page.get_by_label("证件号码或手机号").fill(str(person.phone))
    colleague.page.get_by_role("textbox", name="经办密码").fill(HANDLING_PASSWORD)
    colleague.press(re.compile("^登录$"))
    expect(colleague.page.get_by_role("region", name="当前办事身份")).to_contain_text(
        membership.unit.name
    )
    colleague.look()
    colleague.open("/file/contribution_award/")
    expect(colleague.page.locator(".part-title")).to_contain_text("单位申报信息")
    colleague.fill({"在职职工人数": "12"})
    colleague.expect_saved()

    clerk.open("/member/operators/")
    clerk.press("删除")
    clerk.confirm()
    expect(page.get_by_text("授权已删除")).to_be_visible()
    colleague.page.reload()
    expect(colleague.page.get_by_text("单位办理权限已结束")).to_be_visible()
    colleague.look()
