"""A company is registered once; whoever comes second asks to be let in."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_clerk, make_unit, open_call

from .pages import Clerk, Registration
from .papers import scan

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("S0-001")
def test_a_second_registration_becomes_a_request_to_join(clerk: Clerk, colleague: Clerk) -> None:
    open_call()
    unit = make_unit()
    admin = make_clerk(unit, full_name="文徵明")
    page = clerk.page
    clerk.register(
        Registration("hr_second", unit.name, "姑苏区", unit.uscc, "13912340001", scan("执照.pdf"))
    )
    expect(page.get_by_text("该单位已有账号，您可以：")).to_be_visible()
    assert unit.uscc not in page.url
    clerk.look()

    # Passwords are never sent back to a page.
    clerk.press("注册账号并申请加入该单位")
    expect(page.get_by_text("该单位已有账号，您可以：")).to_be_visible()
    clerk.choose_password()
    clerk.press("注册账号并申请加入该单位")

    expect(page.get_by_text("加入申请已提交")).to_be_visible()
    clerk.give_password("hr_second")
    clerk.open("/member/")
    expect(page.get_by_text(unit.name).first).to_be_visible()
    clerk.look()

    colleague.log_in(admin.username)
    colleague.open("/member/members/")
    colleague.look()
    colleague.press("同意为经办人")
    expect(colleague.page.get_by_role("row", name="hr_second")).to_contain_text("经办人")

    clerk.open("/file/contribution_award/")
    expect(page.locator(".part-title")).to_contain_text("单位申报信息")
