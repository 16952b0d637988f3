"""人员总表 in a browser: found, filed for at once, continued item by item; on a phone too."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from accounts.models import User
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


@pytest.fixture
def user() -> User:
    """Of a unit with two people approved last year, and one who is begun this year."""
    clerk = make_clerk()
    last_year = submitted_unit(open_call(2025), clerk)
    for name in ("沈石田", "唐寅"):
        approve(submit(draft_person_application(last_year, name=name)))
    this_year = submitted_unit(open_call(2026), clerk)
    draft_person_application(this_year, name="仇英", annual_wage="")
    open_call(2026, "hiring_subsidy")
    return clerk


@pytest.mark.requirement("S0-045")
@pytest.mark.requirement("S0-046")
@pytest.mark.requirement("S0-049")
def test_a_card_leads_to_the_policy_but_its_button_to_the_form(clerk: Clerk) -> None:
    open_call(2026)
    user, page = make_clerk(), clerk.page
    clerk.open("/programs/")
    card = page.locator(".program-card")
    box = card.bounding_box()
    assert box
    # Any other area: its corners and its text, not only its title.
    for place in ((6, 6), (box["width"] - 6, 6), (6, box["height"] - 6)):
        card.click(position={"x": place[0], "y": place[1]})
        expect(page).to_have_url(re.compile(r"/programs/contribution_award/$"))
        expect(page.get_by_role("heading", name="政策说明")).to_be_visible()
        expect(page.get_by_role("heading", name="2026 年度申报通知")).to_be_visible()
        clerk.open("/programs/")
    # By keyboard: the title first, then the button.
    title, button = card.get_by_role("link").all()
    title.focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    clerk.give_password(user.username)
    expect(page.locator(".part-title")).to_contain_text("单位申报信息")


def test_ticked_people_are_begun_at_once(clerk: Clerk, user: User) -> None:
    page = clerk.page
    clerk.log_in(user.username)
    clerk.open("/member/people/")
    clerk.look()
    clerk.follow(re.compile("已通过"))
    page.get_by_label("全选").check()
    page.get_by_label("为勾选人员申报").select_option("contribution_award")

    clerk.press("建立草稿")

    expect(page.get_by_text("勾选 2 人，新建草稿 2 份")).to_be_visible()
    clerk.look()
    assert Application.objects.filter(carried_from__isnull=False).count() == 2


def test_a_person_is_continued_after_a_look_at_each_item(clerk: Clerk, user: User) -> None:
    page = clerk.page
    clerk.log_in(user.username)
    clerk.open("/member/people/")
    page.get_by_label("姓名", exact=True).fill("沈石田")
    clerk.press("查询")
    assert "沈石田" not in unquote(page.url)
    clerk.follow("沈石田")
    expect(page.get_by_role("heading", name="本年度可申报项目")).to_be_visible()
    clerk.look()

    clerk.follow(re.compile("继续申报"))
    dialog = page.get_by_role("dialog", name=re.compile("为 沈石田 继续申报"))
    expect(dialog).to_contain_text("需更新")
    expect(dialog).to_contain_text("每年数据不同")
    clerk.look()
    dialog.get_by_role("button", name="取消").click()
    assert not Application.objects.filter(carried_from__isnull=False).exists()
    clerk.follow(re.compile("继续申报"))
    dialog.get_by_role("button", name="确认").dblclick()

    expect(page.get_by_label("姓名")).to_have_value("沈石田")
    assert Application.objects.filter(carried_from__isnull=False).count() == 1


def test_the_pages_fit_a_phone(clerk_on_a_phone: Clerk, user: User) -> None:
    clerk = clerk_on_a_phone
    clerk.log_in(user.username)
    earlier = Application.objects.get(name="沈石田")
    for path in (
        "/member/people/",
        "/member/filings/contribution_award/",
        f"/member/people/{earlier.number}/",
        f"/my/{earlier.number}/continue/",
    ):
        clerk.open(path)
        clerk.look()
