"""A company becomes a new user with its certificate, and its people sign in for the first time."""

import re

import pytest
from playwright.sync_api import expect

from accounts import certificates_stand_in as usb
from accounts.models import Delivery, LegalEntity
from tests.factories import district
from tests.factories.identifiers import resident_id

from .pages import Clerk
from .papers import photo, scan

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PHONE = "13912346666"
NEW = usb.KEYS["new"]
PAPERS = ("企业营业执照", "管理员备案信息", "企业注册信息表", "用户实名注册及使用协议")


def show_certificate(clerk: Clerk, note: str) -> None:
    """With the stand-in of 江苏CA's USB key."""
    clerk.page.get_by_role("radio", name="江苏CA").check()
    clerk.look()
    clerk.press("用证书U盘签名验证")
    clerk.look()
    clerk.follow("打开证书U盘签名")
    clerk.look()
    clerk.press(re.compile(note))


def fill_in(clerk: Clerk) -> None:
    page = clerk.page
    expect(page.get_by_label("企业名称")).to_have_value(NEW.name)
    expect(page.get_by_label("统一社会信用代码")).not_to_be_editable()
    page.get_by_label("所属区域").select_option(label="姑苏区")
    page.get_by_label("注册地址").fill("苏州工业园区星湖街218号")
    page.get_by_label("法定代表人").fill("沈周")
    page.get_by_label("企业联系电话").fill("0512-62881234")
    page.get_by_label("企业电子邮箱").fill("office@example.com")
    page.get_by_label("管理员姓名").fill("祝允明")
    page.get_by_label("管理员手机号").fill(PHONE)
    page.get_by_label("管理员证件号码").fill(resident_id())
    page.get_by_label("管理员电子邮箱").fill("admin@example.com")


def hand_in(clerk: Clerk) -> None:
    """Prints one paper, uploads all, and submits."""
    page = clerk.page
    with page.expect_popup() as printed:
        page.get_by_role("button", name=re.compile(r"打印\s*企业注册信息表")).click()
    printed.value.close()
    expect(page.locator("form[aria-busy]")).to_have_count(0)
    for label in PAPERS:
        page.get_by_label(re.compile(rf"^{label}")).set_input_files(scan(f"{label}.pdf"))
    page.get_by_label(re.compile("^管理员证件正反面复印件")).set_input_files(
        [photo("正面.jpg"), photo("反面.jpg")]
    )
    clerk.press("提交注册")
    expect(page.get_by_role("alert", name="请检查以下内容")).to_contain_text(
        "请阅读并勾选同意后再注册"
    )
    expect(page.get_by_text("已上传：反面.jpg")).to_be_visible()
    clerk.look()
    page.get_by_label("我已阅读并同意").check()
    page.get_by_role("main").get_by_role("button", name="提交注册").last.click()


def first_log_in(clerk: Clerk, name: str) -> None:
    page = clerk.page
    told = Delivery.objects.get(kind="unit_registered").body
    code = re.search(rf"\({name}\)，激活码\((\d+)\)", told)
    assert code
    page.get_by_label("企业名称").fill(NEW.name)
    page.get_by_label("用户名或手机号").fill(name)
    page.get_by_role("textbox", name="密码").fill(code[1])
    clerk.solve_captcha()
    clerk.press(re.compile("^登录$"))
    expect(page.get_by_role("heading", name="设置密码")).to_be_visible()
    clerk.choose_password()
    clerk.look()
    clerk.press("设置密码并登录")


@pytest.mark.requirement("S3-004", "S3-014", "S3-016")
def test_a_company_registers_by_certificate_and_its_administrator_signs_in(clerk: Clerk) -> None:
    district()
    LegalEntity.objects.create(uscc=NEW.uscc, name=NEW.name)
    page = clerk.page

    clerk.open("/accounts/login/?kind=enterprise&method=unit_name")
    clerk.follow("成为新用户")
    show_certificate(clerk, "证书已被吊销")
    expect(page.get_by_text("无效的江苏CA证书")).to_be_visible()
    clerk.look()
    clerk.follow("重新选择证书")
    show_certificate(clerk, "尚未注册的企业")
    clerk.look()
    fill_in(clerk)
    hand_in(clerk)

    expect(page.get_by_role("heading", name="短信验证")).to_be_visible()
    clerk.solve_captcha()
    clerk.press("获取验证码")
    expect(page.get_by_text("验证码已发送至")).to_be_visible()
    clerk.look()
    page.get_by_label("短信验证码").fill(clerk.read_code(PHONE))
    page.get_by_role("main").get_by_role("button", name="完成注册").last.click()
    expect(page.get_by_role("heading", name="注册完成")).to_be_visible()
    clerk.look()

    clerk.follow("去登录")
    first_log_in(clerk, "admin")
    # The company's pages, which ask a new company first to whom it belongs.
    expect(page).to_have_url(re.compile("/member/"))
    expect(page.get_by_role("button", name="退出")).to_be_visible()


@pytest.mark.requirement("S2-051")
def test_the_unit_signs_in_with_its_certificate_on_a_phone(clerk_on_a_phone: Clerk) -> None:
    clerk = clerk_on_a_phone
    clerk.open("/accounts/login/?kind=enterprise")
    clerk.look()
    clerk.follow("CA证书")
    show_certificate(clerk, "尚未注册的企业")
    expect(clerk.page.get_by_text("该企业尚未注册")).to_be_visible()
    clerk.look()
