"""The desk in a real browser: files beside answers, marks, keys, no violation of any kind."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from programs.models import Application, Mark
from programs.states import State
from reviews.models import OpinionPhrase
from tests.axe import assert_accessible, assert_clean_and_accessible, watch_console
from tests.factories import (
    district_office,
    draft_person_application,
    make_reviewer,
    submit,
    submitted_unit,
)

from .conftest import signed_in

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
]

QUEUE = "/admin/reviews/reviewitem/"


@pytest.fixture
def people() -> list[Application]:
    unit = submitted_unit()
    return [submit(draft_person_application(unit, name=name)) for name in ("祝允明", "文徵明")]


@pytest.fixture
def desk_page(page: Page, live_server: LiveServer, people: list[Application]) -> Page:
    """A browser of the district reviewer, at the queue of people."""
    bring_session(page, live_server, signed_in(make_reviewer(district_office())))
    page.goto(f"{live_server.url}{QUEUE}?part=person")
    return page


def bring_session(page: Page, live_server: LiveServer, client: Client) -> None:
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def open_item(page: Page, name: str) -> None:
    """Opens an item from the queue; returns when its scripts are at work."""
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("tab").first).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_clean_and_accessible(
    desk_page: Page, live_server: LiveServer, people: list[Application], width: int
) -> None:
    desk_page.set_viewport_size({"width": width, "height": 900})
    item = f"{QUEUE}{people[0].pk}/review/"
    for address in ("/admin/", QUEUE, item, f"{QUEUE}{people[0].unit_application_id}/review/"):
        assert_clean_and_accessible(desk_page, live_server.url + address)


def test_a_file_is_returned_with_marks_and_the_next_one_opens(
    desk_page: Page, people: list[Application]
) -> None:
    # Flushed tables have lost the phrases that the migration wrote.
    OpinionPhrase.objects.get_or_create(verb="return", text="劳动合同缺页，请上传完整扫描件。")
    errors = watch_console(desk_page)
    open_item(desk_page, "祝允明")
    answer = desk_page.locator(".answer", has_text="现任职务")
    answer.locator(".shown").click()
    expect(desk_page.get_by_role("tab", name="劳动合同")).to_have_attribute("aria-selected", "true")

    answer.locator("summary").click()
    answer.get_by_placeholder("需要修改的原因").fill("与合同不一致")
    desk_page.get_by_role("button", name="退回修改").click()
    expect(desk_page.get_by_text("请填写审核意见")).to_be_visible()
    expect(answer.get_by_placeholder("需要修改的原因")).to_have_value("与合同不一致")

    desk_page.get_by_role("button", name=re.compile("劳动合同缺页")).click()
    desk_page.get_by_role("button", name="退回修改").click()

    expect(desk_page.get_by_role("heading", level=1)).to_contain_text("文徵明")
    people[0].refresh_from_db()
    assert people[0].state == State.RETURNED
    assert Mark.objects.get().reason == "与合同不一致"
    # The browser itself reports the 422 of the first try.
    assert [error for error in errors if "422" not in error] == []


def test_keys_move_about_and_decide_nothing(desk_page: Page, people: list[Application]) -> None:
    open_item(desk_page, "祝允明")
    first = desk_page.get_by_role("tab").nth(0)
    expect(first).to_have_attribute("aria-selected", "true")
    desk_page.keyboard.press("]")
    expect(desk_page.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")
    desk_page.keyboard.press("[")
    expect(first).to_have_attribute("aria-selected", "true")
    for key, name in (("a", "通过并审下一件"), ("r", "退回修改"), ("x", "不通过")):
        desk_page.keyboard.press(key)
        expect(desk_page.get_by_role("button", name=name, exact=True)).to_be_focused()
    desk_page.keyboard.press("o")
    desk_page.keyboard.type("narx[]?")
    expect(desk_page.get_by_label("审核意见")).to_have_value("narx[]?")
    desk_page.locator("h1").click()
    desk_page.keyboard.press("?")
    expect(desk_page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    assert_accessible(desk_page)
    desk_page.keyboard.press("Escape")
    desk_page.keyboard.press("n")
    expect(desk_page.get_by_role("heading", level=1)).to_contain_text("文徵明")
    people[0].refresh_from_db()
    assert people[0].stage == "district_review"


def test_a_refusal_asks_once_more(desk_page: Page, people: list[Application]) -> None:
    open_item(desk_page, "祝允明")
    desk_page.get_by_label("审核意见").fill("不符合条件")
    desk_page.get_by_role("button", name="不通过").click()
    desk_page.get_by_role("dialog").get_by_role("button", name="取消").click()
    people[0].refresh_from_db()
    assert people[0].state == State.PENDING_REVIEW
    desk_page.get_by_role("button", name="不通过").click()
    desk_page.get_by_role("dialog").get_by_role("button", name="确认").click()
    expect(desk_page.get_by_role("heading", level=1)).to_contain_text("文徵明")
    people[0].refresh_from_db()
    assert people[0].state == State.REJECTED


def test_a_number_is_shown_for_a_reason(desk_page: Page) -> None:
    open_item(desk_page, "祝允明")
    answer = desk_page.locator(".answer", has_text="本人银行卡号")
    answer.get_by_text("查看", exact=True).click()
    answer.get_by_placeholder("查看原因").fill("核对收款账户")
    answer.get_by_role("button", name="确认查看").click()
    expect(answer.locator(".shown")).to_contain_text("6222021102001234569")


def test_a_batch_from_the_queue(desk_page: Page, people: list[Application]) -> None:
    desk_page.get_by_role("checkbox").first.check()
    desk_page.get_by_role("button", name="批量通过").click()
    expect(desk_page.get_by_text("将对 2 件批量通过")).to_be_visible()
    assert_accessible(desk_page)
    desk_page.get_by_role("button", name="确认批量通过 2 件").click()
    expect(desk_page.get_by_text("成功 0 件")).to_be_visible()
    assert_accessible(desk_page)
