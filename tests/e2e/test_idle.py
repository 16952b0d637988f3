"""A session nobody uses: a warning first, then the login, and back to the same page."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_clerk
from tests.factories.people import PASSWORD

from .pages import Reviewer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(page: Page, live_server: LiveServer, settings: Any) -> Page:
    """At the unit's page, where a session lasts sixteen seconds and the warning comes at eight."""
    settings.MEMBER_IDLE_SECONDS = 16
    clerk = make_clerk()
    page.goto(f"{live_server.url}/accounts/login/?kind=enterprise&next=/member/profile/edit/")
    page.fill("input[name=login]", clerk.username)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/member/profile/edit/")
    return page


def test_the_warning_lets_somebody_stay(signed_in: Page) -> None:
    warning = signed_in.get_by_role("dialog", name="登录即将超时")
    expect(warning).to_be_visible(timeout=15_000)

    with signed_in.expect_response("**/accounts/session/") as kept:
        warning.get_by_role("button", name="继续").click()

    assert kept.value.status == 204
    expect(warning).to_be_hidden()


def test_without_an_answer_the_login_leads_back(signed_in: Page) -> None:
    signed_in.wait_for_url("**/accounts/login/**", timeout=30_000)

    expect(signed_in.get_by_text("长时间未操作，已自动退出")).to_be_visible()
    assert "next=/member/profile/edit/" in signed_in.url


def test_staff_are_warned_as_well_and_keep_what_they_typed(
    district_reviewer: Reviewer, settings: Any
) -> None:
    settings.STAFF_IDLE_SECONDS = 16
    page = district_reviewer.page
    district_reviewer.open("/admin/reviews/opinionphrase/add/")
    page.fill("textarea[name=text], input[name=text]", "完税证明缺少第二页")
    warning = page.get_by_role("dialog", name="登录即将超时")
    expect(warning).to_be_visible(timeout=15_000)
    expect(warning).to_contain_text("已填写的内容不会丢失")

    with page.expect_response("**/accounts/session/") as kept:
        warning.get_by_role("button", name="继续").click()

    assert kept.value.status == 204
    expect(page.locator("[name=text]")).to_have_value("完税证明缺少第二页")
