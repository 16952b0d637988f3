"""The portal as its people use it, by the words they read on its pages."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect

from accounts.actions.second_factor import current_totp
from accounts.models import Delivery, User
from portal.lib.captcha import DIGITS
from portal.local.process import wait_until
from tests.axe import assert_accessible, watch_console
from tests.factories.people import PASSWORD, TOTP_SECRET

#: Chromium and htmx log every refused request; refused on purpose, it is no fault of the page.
REFUSED_ON_PURPOSE = re.compile(
    r"(Failed to load resource.*status of|Response Status Error Code) (401|403|409|422)"
)
PATIENCE = 15  # seconds for an answer, or for a worker to carry something out


class Seat:
    """Somebody at a browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.page.set_default_timeout(1000 * PATIENCE)
        self.errors = watch_console(page)

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def look(self) -> None:
        """What holds on every page: no violation, no error in the console, no sideways scroll."""
        self.page.wait_for_load_state("networkidle")
        assert [text for text in self.errors if not REFUSED_ON_PURPOSE.match(text)] == []
        assert_accessible(self.page)
        wider = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{self.page.url} scrolls sideways by {wider} pixels"

    def press(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        (within or self.page.get_by_role("main")).get_by_role("button", name=name).click()

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        (within or self.page.get_by_role("main")).get_by_role("link", name=name).first.click()

    def confirm(self) -> None:
        """Says yes to the dialog that asks."""
        self.page.get_by_role("dialog", name="请确认").get_by_role("button", name="确认").click()

    def log_in(self, login: str, kind: str = "enterprise") -> None:
        self.open(f"/accounts/login/?kind={kind}")
        self.give_password(login)

    def give_password(self, login: str) -> None:
        self.page.get_by_label("用户名或手机号").fill(login)
        self.page.get_by_role("textbox", name="密码").fill(PASSWORD)
        self.press(re.compile("^登录$"))

    def solve_captcha(self) -> None:
        """Answers the sum that stands beside the picture."""
        question = self.page.locator("#captcha-words").inner_text()
        one, other = re.findall(f"[{DIGITS}]", question.rpartition("：")[2])
        self.page.get_by_label("图形验证码").fill(str(DIGITS.index(one) + DIGITS.index(other)))

    def read_code(self, phone: str) -> str:
        """The newest code that the phone has received."""
        received = [message.body for message in Delivery.objects.order_by("created_at")
                    if message.address == phone]  # fmt: skip
        found = re.search(r"\d{6}", received[-1])
        assert found
        return found[0]


@dataclass(frozen=True)
class Registration:
    """What a clerk knows when registering a company."""

    username: str
    unit_name: str
    district: str
    uscc: str
    phone: str
    certificate: FilePayload

    def fill(self, page: Page) -> None:
        page.get_by_label("用户名（登入账号）").fill(self.username)
        page.get_by_label("企业名称").fill(self.unit_name)
        page.get_by_label("区域").select_option(label=self.district)
        page.get_by_label("单位统一社会信用代码").fill(self.uscc)
        page.get_by_label("统一社会信用代码证材料").set_input_files(self.certificate)
        page.get_by_label("手机号（登入账号）").fill(self.phone)
        page.get_by_label("我已阅读并同意").check()


class Clerk(Seat):
    """Somebody of a company's HR department."""

    def register(self, registration: Registration) -> None:
        """Up to the code; what 注册 answers is for the journey to see."""
        self.open("/accounts/sign-up/unit/")
        registration.fill(self.page)
        self.choose_password()
        self.solve_captcha()
        self.press("获取验证码")
        expect(self.page.get_by_text("验证码已发送至")).to_be_visible()
        self.page.get_by_label("短信验证码").fill(self.read_code(registration.phone))
        self.look()
        self.press("注册")

    def choose_password(self) -> None:
        self.page.get_by_role("textbox", name="登入密码").fill(PASSWORD)
        self.page.get_by_role("textbox", name="确认密码").fill(PASSWORD)

    def fill(self, answers: dict[str, Any]) -> None:
        """Types answers at the labels of the filing form; a list ticks, a choice selects."""
        for label, value in answers.items():
            field = self.page.get_by_label(
                re.compile(rf"^\s*{re.escape(label)}\s*(\*|（必填）|$)")
            ).first
            if isinstance(value, bool):
                field.set_checked(value)
            elif field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def slot(self, key: str) -> Locator:
        return self.page.locator(f"#slot_{key}")

    def upload(self, key: str, *files: FilePayload | Path) -> None:
        """Chooses files for a slot and waits for the answer at the slot."""
        with self.page.expect_response(re.compile(f"/upload/{key}/$")):
            self.slot(key).locator(f"#upload_{key}").set_input_files(list(files))  # type: ignore[arg-type]

    def upload_well(self, key: str, *files: FilePayload) -> None:
        self.upload(key, *files)
        expect(self.slot(key).locator(".slot-file")).to_have_count(len(files))

    def expect_saved(self) -> None:
        expect(self.page.locator("#saved")).to_have_attribute("data-state", "saved")

    def expect_state(self, state: str) -> None:
        expect(self.page.locator(".part-title .tag").first).to_have_text(state)

    def send(self) -> None:
        """提交审核 at the foot of the page, and yes."""
        self.press(re.compile("提交审核|重新提交"))
        self.confirm()


class Reviewer(Seat):
    """A member of staff at the review desk."""

    def log_in_as(self, user: User) -> None:
        self.open("/admin/")
        self.give_password(user.username)
        self.page.get_by_label(re.compile("验证码")).fill(current_totp(TOTP_SECRET))
        self.press(re.compile("^登录$"))
        self.page.wait_for_url("**/admin/")

    def open_queue(self) -> None:
        self.open("/admin/reviews/reviewitem/")

    def open_item(self, name: str) -> None:
        self.open_queue()
        self.page.locator("#result_list").get_by_role("link", name=name).click()
        expect(self.page.locator("h1")).to_contain_text(name)

    def rows(self) -> Locator:
        return self.page.locator("#result_list tbody tr")

    def mark(self, place: str, reason: str) -> None:
        """Flags a field or slot and says why."""
        self.page.get_by_label(f"标记“{place}”", exact=True).click()
        self.page.get_by_label(f"“{place}”需要修改的原因", exact=True).fill(reason)

    def decide(self, verb: str, opinion: str = "") -> None:
        self.page.get_by_label("审核意见").fill(opinion)
        self.page.get_by_role("button", name=verb, exact=True).click()
        expect(self.page.locator(".messagelist")).to_contain_text("已办理")


def wait_for(condition: Any, what: str) -> None:
    """Waits for what a worker does beside the browser."""
    wait_until(condition, PATIENCE, what)
