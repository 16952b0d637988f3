"""Somebody left the company: from the public form over the office's approval to the new login."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_clerk, open_call, submitted_unit
from tests.factories.people import PASSWORD

from .pages import Clerk, Reviewer
from .papers import scan

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PHONE = "13912347777"


@pytest.mark.requirement("S0-030")
def test_a_company_hands_its_account_over(clerk: Clerk, hrss_reviewer: Reviewer) -> None:
    holder = make_clerk(full_name="文徵明")
    unit = holder.memberships.get().unit
    number = submitted_unit(open_call(), holder).number
    page = clerk.page

    clerk.open("/accounts/login/?kind=enterprise")
    clerk.follow("账号变更")
    clerk.look()
    clerk.fill({"统一社会信用代码": unit.uscc, "单位名称": unit.name, "新账号持有人姓名": "祝枝山"})
    page.get_by_label("旧账号").fill(holder.username)
    page.get_by_label("证明材料").set_input_files(scan("账号变更申请书.pdf"))
    clerk.press("上传")
    expect(page.get_by_text("账号变更申请书.pdf")).to_be_visible()
    page.get_by_label("新账号（手机号）").fill(PHONE)
    clerk.solve_captcha()
    clerk.press("获取验证码")
    expect(page.get_by_text("验证码已发送至")).to_be_visible()
    page.get_by_label("短信验证码").fill(clerk.read_code(PHONE))
    page.get_by_role("textbox", name="新密码", exact=True).fill(PASSWORD)
    page.get_by_role("textbox", name="确认新密码").fill(PASSWORD)
    clerk.look()
    page.get_by_role("main").get_by_role("button", name="提交申请").last.click()
    expect(page.get_by_role("heading", name="账号变更已提交")).to_be_visible()
    clerk.look()

    clerk.follow("查询业务状态")
    page.get_by_label("新账号（手机号）").fill(PHONE)
    clerk.solve_captcha()
    clerk.press("查询")
    expect(page.get_by_role("main")).to_contain_text("待审核")
    clerk.look()
    clerk.open("/accounts/login/?kind=enterprise")
    clerk.give_password(PHONE)
    expect(page.get_by_text("账号、密码或企业信息不正确")).to_be_visible()

    desk = hrss_reviewer
    desk.open("/admin/accounts/accountchange/")
    desk.rows().get_by_role("link").first.click()
    expect(desk.page.get_by_role("main")).to_contain_text("（已登记）")
    desk.look()
    desk.page.get_by_label("审核意见").fill("材料属实")
    desk.page.get_by_role("button", name="通过并变更账号").click()
    expect(desk.page.locator(".messagelist")).to_contain_text("账号已变更")

    clerk.give_password(PHONE)
    clerk.open("/my/")
    agree_to_the_privacy_notice(page)
    expect(page.get_by_role("main")).to_contain_text(number)
    clerk.look()


def agree_to_the_privacy_notice(page: Page) -> None:
    """Whoever comes in for the first time is asked before anything else."""
    page.get_by_label("我已阅读并同意").check()
    page.get_by_role("button", name="同意并继续").click()
