"""Our pages and small scripts in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from tests.axe import assert_clean_and_accessible
from tests.factories.places import open_call

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def gallery(page: Page, live_server: LiveServer) -> Page:
    page.goto(f"{live_server.url}/gallery/")
    return page


@pytest.mark.parametrize(
    "path", ["/", "/help/", "/privacy/", "/about/", "/gallery/", "/demo/outbox/"]
)
@pytest.mark.parametrize("width", [1366, 390])
def test_pages_are_accessible_under_the_strict_policy(
    page: Page, live_server: LiveServer, path: str, width: int
) -> None:
    open_call()
    page.set_viewport_size({"width": width, "height": 900})

    assert_clean_and_accessible(page, live_server.url + path)

    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, "The page scrolls sideways."


@pytest.mark.requirement("S0-002")
def test_a_current_browser_sees_no_hint(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)

    expect(page.locator(".old-browser")).to_be_hidden()


@pytest.mark.requirement("S0-002")
def test_an_engine_without_grid_shows_the_hint(page: Page, live_server: LiveServer) -> None:
    def without_grid(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace("(display: grid)", "(display: no)")
        )

    page.route("**/layout*.css", without_grid)
    page.goto(live_server.url)

    expect(page.locator(".old-browser")).to_be_visible()
    expect(page.locator(".old-browser")).to_contain_text("360极速模式")


def test_the_menu_of_a_phone_needs_no_script(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)

    page.locator(".nav-phone > summary").click()
    page.locator(".nav-phone").get_by_role("link", name="帮助中心").click()

    assert page.url == f"{live_server.url}/help/"
    context.close()


def test_large_type_enlarges_the_text(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)

    page.get_by_role("button", name="关怀版").click()

    expect(page.get_by_role("button", name="标准版")).to_be_visible()
    assert page.evaluate(size) == 1.25 * before


def test_tick_all_ticks_counts_and_enables(gallery: Page) -> None:
    send = gallery.get_by_role("button", name=re.compile("提交审核"))
    expect(send).to_be_disabled()

    gallery.get_by_label("全选").check()

    expect(send).to_be_enabled()
    expect(send).to_contain_text("11")
    gallery.locator("input[name=pick]").first.uncheck()
    expect(send).to_contain_text("10")
    expect(gallery.get_by_label("全选")).not_to_be_checked()


def test_the_error_summary_takes_the_focus(gallery: Page) -> None:
    expect(gallery.locator(".error-summary")).to_be_focused()


def test_the_password_can_be_seen(gallery: Page) -> None:
    gallery.get_by_label("显示密码").click()

    expect(gallery.locator("#password")).to_have_attribute("type", "text")


def test_a_code_cannot_be_asked_for_twice_at_once(gallery: Page) -> None:
    button = gallery.locator("[data-countdown]")

    expect(button).to_be_disabled()
    expect(button).to_contain_text("秒后重新获取")


def test_a_dialog_opens_and_closes_by_keyboard(gallery: Page) -> None:
    gallery.get_by_role("button", name="打开对话框").press("Enter")
    dialog = gallery.get_by_role("dialog", name="继续申报")
    expect(dialog).to_be_visible()

    gallery.keyboard.press("Escape")

    expect(dialog).to_be_hidden()


def answer_with(status: int, text: str = "") -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=status, body=text, content_type="text/plain; charset=utf-8")
        else:
            route.continue_()

    return answer


def choose_file(page: Page) -> None:
    page.locator("#upload-3-file").set_input_files(
        {"name": "完税证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )


@pytest.mark.parametrize(
    ("status", "sentence", "shown"),
    [
        (409, "该材料已被同事更换，请刷新页面。", "该材料已被同事更换"),
        (401, "", "登录已过期"),
        (413, "", "文件过大"),
        (500, "", "系统繁忙"),
    ],
)
def test_a_failed_request_says_why(gallery: Page, status: int, sentence: str, shown: str) -> None:
    gallery.route("**/gallery/**", answer_with(status, sentence))

    choose_file(gallery)

    expect(gallery.locator("#toasts")).to_contain_text(shown)
    expect(gallery.locator("#toasts").get_by_role("link")).to_have_count(int(status == 401))


def test_no_network_is_told_too(gallery: Page) -> None:
    gallery.route("**/gallery/**", lambda route: route.abort())

    choose_file(gallery)

    expect(gallery.locator("#toasts")).to_contain_text("网络连接失败")


def test_autosave_fails_keeps_the_text_and_recovers(gallery: Page) -> None:
    chip, field = gallery.locator("#saved"), gallery.locator("#code")
    gallery.route("**/gallery/**", answer_with(503))
    field.fill("123456")
    field.blur()

    expect(chip).to_have_attribute("data-state", "failed")
    expect(chip).to_contain_text("保存失败")
    expect(field).to_have_value("123456")

    gallery.unroute("**/gallery/**")
    gallery.route("**/gallery/**", answer_with(204))
    chip.get_by_role("button", name="重试").click()

    expect(chip).to_have_attribute("data-state", "saved")
    expect(chip.get_by_role("button", name="重试")).to_be_hidden()


def test_an_old_page_sends_the_new_token(page: Page, live_server: LiveServer) -> None:
    """Signing in again in another window changes the token of pages that are open."""
    page.goto(live_server.url)
    page.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": live_server.url}])

    page.get_by_role("button", name="关怀版").click()

    expect(page.get_by_role("button", name="标准版")).to_be_visible()
