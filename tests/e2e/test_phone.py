"""The clerk's side on a phone: photos instead of scans, nothing that scrolls sideways."""

import re

import pytest
from playwright.sync_api import expect

from programs.models import Application
from tests.factories import make_clerk, open_call, submitted_unit, uscc

from . import answers
from .pages import Clerk, Registration
from .papers import photo

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_company_registers_on_a_phone(clerk_on_a_phone: Clerk) -> None:
    open_call()
    clerk, page = clerk_on_a_phone, clerk_on_a_phone.page
    clerk.register(
        Registration(
            "hr_fengqiao", "苏州枫桥光学有限公司", "姑苏区", uscc(), "13912340001", photo()
        )
    )

    expect(page.get_by_text("注册成功")).to_be_visible()
    clerk.give_password("hr_fengqiao")
    page.locator(".nav-phone > summary").click()
    clerk.look()
    page.locator(".nav-phone").get_by_role("link", name="人才计划一网申报").click()
    clerk.follow(re.compile("我要申报"))
    expect(page.locator(".part-title")).to_contain_text("单位申报信息")
    clerk.look()


def test_a_person_is_filed_on_a_phone(clerk_on_a_phone: Clerk) -> None:
    clerk, page = clerk_on_a_phone, clerk_on_a_phone.page
    user = make_clerk()
    submitted_unit(clerk=user)
    clerk.log_in(user.username)
    clerk.open("/file/contribution_award/2026/people/")
    clerk.look()
    clerk.press("新增申报")
    clerk.fill(answers.person())
    clerk.upload_well("id_document", photo("IMG_2041.JPG"), photo("IMG_2042.JPG"))
    for slot in answers.PERSON_SLOTS[1:]:
        clerk.upload_well(slot, photo())
    clerk.expect_saved()
    clerk.look()
    clerk.slot("id_document").get_by_role("link", name=re.compile("IMG_2041")).click()
    preview = page.get_by_role("dialog", name=re.compile("IMG_2041"))
    shown = preview.get_by_role("img")
    # The camera held it sideways; what is kept stands upright.
    expect(shown).to_have_js_property("naturalWidth", 1200)
    preview.get_by_role("button", name="关闭").click()

    clerk.send()

    clerk.expect_state("待审核")
    clerk.look()
    assert Application.objects.get(part="person").attachments.count() == 7
