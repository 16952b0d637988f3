"""继续申报: somebody approved last year is filed again without typing everything anew."""

import re

import pytest
from playwright.sync_api import expect

from programs.models import Application
from tests.factories import (
    approve,
    draft_person_application,
    make_clerk,
    open_call,
    submit,
    submitted_unit,
)

from .pages import Clerk

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("S0-072")
@pytest.mark.requirement("S0-073")
@pytest.mark.requirement("S0-074")
@pytest.mark.requirement("S0-075")
@pytest.mark.requirement("S0-076")
@pytest.mark.requirement("X-012")
def test_last_years_person_is_continued_once(clerk: Clerk) -> None:
    user = make_clerk()
    unit_part = submitted_unit(open_call(2025), user)
    approve(submit(draft_person_application(unit_part, name="祝允明")))
    submitted_unit(open_call(2026), user)
    page = clerk.page
    clerk.log_in(user.username)
    clerk.open("/file/contribution_award/progress/")
    page.get_by_label("申报年份").select_option("2025")
    clerk.press("查询")
    row = page.get_by_role("row", name=re.compile("祝允明"))
    clerk.look()

    clerk.follow(re.compile("继续申报"), within=row)
    dialog = page.get_by_role("dialog", name=re.compile("继续申报"))
    expect(dialog).to_contain_text("沿用")
    dialog.get_by_role("button", name="确认").dblclick()

    expect(page.get_by_label("姓名")).to_have_value("祝允明")
    expect(page.get_by_label(re.compile("上年度工资薪金收入"))).to_have_value("")
    expect(page.get_by_label(re.compile("上年度缴纳个人所得税"))).to_have_value("")
    expect(page.get_by_label("发票号码")).to_have_value("")
    expect(clerk.slot("id_document").locator(".slot-file")).to_have_count(1)
    expect(clerk.slot("tax_certificate").locator(".slot-file")).to_have_count(0)
    clerk.look()
    clerk.fill({"现任职务": "副总经理"})
    clerk.expect_saved()
    draft = Application.objects.get(call__year=2026, part="person")
    assert (draft.state, draft.answers["position"]) == ("draft", "副总经理")
