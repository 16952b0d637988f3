"""A person on a phone completes her information; a phone verifies her and signs a computer in."""

import io
import re
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from pytest_playwright.pytest_playwright import CreateContextCallback

from accounts.actions.divisions import load_divisions
from accounts.models import PersonProfile, User
from accounts.rules import identity_level
from tests.factories import make_person

from .pages import Clerk, Seat

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person() -> User:
    return make_person(full_name="杜希土", phone="13812341234")


@pytest.fixture
def computer(new_context: CreateContextCallback, live_server: LiveServer) -> Seat:
    return Seat(new_context().new_page(), live_server.url)


@pytest.fixture
def phone(clerk_on_a_phone: Clerk) -> Seat:
    return clerk_on_a_phone


@pytest.fixture(autouse=True)
def _alipay_is_here(live_server: LiveServer, settings: Any) -> None:
    settings.ALIPAY_GATEWAY = f"{live_server.url}/demo/alipay/gateway/"


def scan(page: Page) -> str:
    """What a camera reads from the code on the screen."""
    picture = Image.open(io.BytesIO(page.locator("img.qr-code").screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


@pytest.mark.requirement("S2-018")
@pytest.mark.requirement("S2-026")
def test_a_person_completes_her_information_on_a_phone(phone: Seat, person: User) -> None:
    load_divisions()
    page = phone.page
    phone.log_in(person.username, "person")
    phone.look()
    phone.follow("完善个人信息")
    expect(page.get_by_text("保存后生成").first).to_be_visible()
    phone.look()
    page.get_by_label("国籍/地区").select_option(label="中国")
    page.get_by_label("民族").select_option(label="汉族")
    page.get_by_label("居住地址").fill("苏州市姑苏区平江路 1 号")
    page.get_by_label("省", exact=True).select_option(label="江苏省")
    page.get_by_label("市", exact=True).select_option(label="南京市")
    page.get_by_label("区县", exact=True).select_option(label="栖霞区")
    page.get_by_label("移动电话").fill("138")
    phone.press("保存")
    expect(page.locator(".error-summary")).to_contain_text("户籍地址")
    expect(page.get_by_label("居住地址")).to_have_value("苏州市姑苏区平江路 1 号")
    expect(page.get_by_label("区县", exact=True)).to_have_value("320113")
    phone.look()
    page.get_by_label("移动电话").fill("")
    page.get_by_label("户籍地址").fill("南京市栖霞区文苑路 1 号")

    phone.press("保存")

    expect(page.get_by_text("个人信息已保存")).to_be_visible()
    expect(page.get_by_text("上次保存")).to_be_visible()
    phone.look()
    assert PersonProfile.objects.get().household_division_id == "320113"


@pytest.mark.requirement("S2-030")
@pytest.mark.requirement("S2-031")
@pytest.mark.requirement("S2-032")
def test_a_phone_verifies_who_sits_at_the_computer(
    computer: Seat, phone: Seat, person: User
) -> None:
    page = computer.page
    computer.log_in(person.username, "person")
    computer.open("/me/security/")
    computer.follow("去认证")
    computer.follow(re.compile("去认证 实人认证"))
    computer.press("开始认证")
    expect(page.locator(".error-summary")).to_contain_text("请勾选同意")
    page.get_by_label(re.compile("我同意")).check()
    computer.press("开始认证")
    expect(page.get_by_text(re.compile(r"二维码将在 \d+ 秒后失效"))).to_be_visible()
    computer.look()

    phone.page.goto(scan(page))
    expect(phone.page.get_by_text("杜**")).to_be_visible()
    phone.look()
    phone.press("同意并开始人脸识别")
    expect(page.get_by_text("已扫码，请在手机上继续")).to_be_visible()
    phone.press("识别通过")

    expect(phone.page.get_by_text("请回到电脑页面继续")).to_be_visible()
    phone.look()
    expect(page.get_by_text("认证成功")).to_be_visible()
    computer.look()
    computer.follow("返回")
    expect(page.get_by_text("已通过实人认证")).to_be_visible()
    computer.look()
    assert identity_level(person) == 2


@pytest.mark.requirement("S2-052")
def test_a_phone_signs_the_computer_in(computer: Seat, phone: Seat, person: User) -> None:
    phone.log_in(person.username, "person")
    computer.open("/accounts/login/")
    computer.follow("扫码登录")
    computer.look()
    computer.press("显示二维码")
    expect(computer.page.locator("img.qr-code")).to_be_visible()
    computer.look()

    phone.page.goto(scan(computer.page))
    expect(phone.page.get_by_text("Chrome · Linux")).to_be_visible()
    expect(computer.page.get_by_text("已扫码，请在手机上继续")).to_be_visible()
    phone.look()
    phone.press("确认登录")

    expect(phone.page.get_by_text("已确认登录")).to_be_visible()
    computer.page.wait_for_url("**/me/")
    computer.look()
