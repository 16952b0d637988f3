"""What goes wrong at a browser: nothing typed or uploaded is lost, and it is said what to do."""

import re

import pytest
from playwright.sync_api import expect

from programs.models import Application
from tests.factories import (
    draft_person_application,
    make_clerk,
    submitted_unit,
)

from .pages import Clerk
from .papers import one_byte_too_large, renamed_program, scan

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft() -> Application:
    """A person's draft that could be submitted as it is."""
    return draft_person_application(submitted_unit(clerk=make_clerk()), name="祝允明")


def open_draft(clerk: Clerk, draft: Application) -> None:
    clerk.log_in(draft.created_by.username)
    clerk.open(f"/my/{draft.number}/")
    expect(clerk.page.get_by_label("现任职务")).to_have_value("总工程师")


def test_a_session_that_ends_in_mid_form_costs_nothing(clerk: Clerk, draft: Application) -> None:
    page = clerk.page
    open_draft(clerk, draft)
    page.context.clear_cookies(name="sessionid")

    clerk.fill({"现任职务": "首席科学家"})
    page.get_by_label("现任职务").blur()

    expect(page.locator("#saved")).to_have_attribute("data-state", "failed")
    expect(page.get_by_label("现任职务")).to_have_value("首席科学家")
    clerk.look()
    with page.context.expect_page() as opened:
        page.locator("#toasts").get_by_role("link", name="在新窗口登录").click()
    second = Clerk(opened.value, clerk.url)
    second.log_in(draft.created_by.username)

    page.locator("#saved").get_by_role("button", name="重试").click()

    clerk.expect_saved()
    draft.refresh_from_db()
    assert draft.answers["position"] == "首席科学家"


def test_a_stale_token_costs_nothing(clerk: Clerk, draft: Application) -> None:
    """Somebody signed in again in another tab: the open page carries the token of before."""
    page = clerk.page
    open_draft(clerk, draft)
    page.context.clear_cookies(name="csrftoken")

    clerk.fill({"现任职务": "首席科学家"})
    page.get_by_label("现任职务").blur()

    expect(page.locator("#saved")).to_have_attribute("data-state", "failed")
    expect(page.get_by_label("现任职务")).to_have_value("首席科学家")
    tab = page.context.new_page()
    tab.goto(page.url)
    page.locator("#saved").get_by_role("button", name="重试").click()
    clerk.expect_saved()


@pytest.mark.requirement("X-012")
def test_two_tabs_submit_once(clerk: Clerk, draft: Application) -> None:
    open_draft(clerk, draft)
    tab = Clerk(clerk.page.context.new_page(), clerk.url)
    tab.open(f"/my/{draft.number}/")
    clerk.send()
    clerk.expect_state("待审核")

    tab.send()

    expect(tab.page.get_by_text(re.compile("已提交，不能再修改"))).to_be_visible()
    tab.look()
    assert draft.transitions.count() == 1


def test_two_colleagues_choose_between_their_answers(
    clerk: Clerk, colleague: Clerk, draft: Application
) -> None:
    other = make_clerk(draft.unit, role="operator", full_name="唐寅")
    open_draft(clerk, draft)
    colleague.log_in(other.username)
    colleague.open(f"/my/{draft.number}/")
    colleague.fill({"现任职务": "技术总监", "开户银行": "苏州银行"})
    colleague.page.get_by_label("开户银行").blur()
    colleague.expect_saved()

    clerk.fill({"现任职务": "首席科学家"})
    clerk.page.get_by_label("现任职务").blur()

    note = clerk.page.locator("#note_id_position")
    expect(note).to_contain_text("唐* 刚刚将此项改为“技术总监”")
    expect(clerk.page.get_by_label("现任职务")).to_have_value("首席科学家")
    # What the colleague alone has changed is taken over.
    expect(clerk.page.get_by_label("开户银行")).to_have_value("苏州银行")
    clerk.look()
    clerk.press("保留我的内容", within=note)
    expect(note).not_to_contain_text("唐*")
    draft.refresh_from_db()
    assert draft.answers["position"] == "首席科学家"


@pytest.mark.requirement("X-006")
def test_bad_files_are_refused_at_their_slot(clerk: Clerk) -> None:
    draft = draft_person_application(submitted_unit(), complete=False, name="仇英")
    clerk.log_in(draft.created_by.username)
    clerk.open(f"/my/{draft.number}/")
    clerk.upload_well("id_document", scan("身份证.pdf"))

    clerk.upload("employment_contract", renamed_program())
    clerk.upload("tax_certificate", one_byte_too_large())
    clerk.upload("education_certificate", {**scan("学历.pdf"), "buffer": b""})

    expect(clerk.slot("employment_contract").get_by_role("alert")).to_contain_text("劳动合同.pdf")
    expect(clerk.slot("tax_certificate").get_by_role("alert")).to_contain_text("10 MB")
    expect(clerk.slot("education_certificate").get_by_role("alert")).to_contain_text("空")
    expect(clerk.slot("id_document").locator(".slot-file")).to_have_count(1)
    clerk.look()
    assert [file.slot for file in draft.attachments.all()] == ["id_document"]
