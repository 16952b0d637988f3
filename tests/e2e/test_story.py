"""From registration to a certificate that anybody can check: the story the portal is for."""

import io
import re
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
import zxingcpp
from django.core.files import File
from PIL import Image
from playwright.sync_api import expect

from accounts.models import Delivery, User
from portal.lib.uploads import render_pdf_page
from programs.models import Application
from tests.factories import draft_person_application, open_call, submit, submitted_unit, uscc
from tests.worker import Worker

from . import answers
from .pages import Clerk, Registration, Reviewer, wait_for
from .papers import scan

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NAME = "祝允明"
PHONE = "13912340001"


@pytest.mark.requirement("S0-001")
@pytest.mark.requirement("S0-045")
@pytest.mark.requirement("S0-063")
@pytest.mark.requirement("S0-066")
@pytest.mark.requirement("S0-079")
def test_a_company_registers_and_files(clerk: Clerk) -> None:
    open_call()
    registration = Registration(
        "hr_pingjiang", "苏州平江精密仪器有限公司", "姑苏区", uscc(), PHONE, scan("营业执照.pdf")
    )  # fmt: skip
    clerk.register(registration)
    expect(clerk.page.get_by_text("注册成功")).to_be_visible()
    clerk.give_password(PHONE)
    clerk.look()

    file_the_unit(clerk)
    add_a_person(clerk)
    send_everybody(clerk)

    person = Application.objects.get(name=NAME)
    assert (person.state, person.proposed_amount) == ("pending_review", Decimal(40000))


def file_the_unit(clerk: Clerk) -> None:
    page = clerk.page
    clerk.open("/programs/")
    clerk.look()
    clerk.follow(re.compile("我要申报"))
    expect(page.locator(".part-title")).to_contain_text("单位申报信息")
    expect(page.get_by_text("苏州平江精密仪器有限公司").first).to_be_visible()
    page.get_by_label("重点金融企业").check()
    expect(clerk.slot("finance_proof")).to_be_visible()
    page.get_by_label("重点金融企业").uncheck()
    expect(clerk.slot("finance_proof")).to_be_hidden()

    clerk.fill(answers.UNIT)
    clerk.upload_well("high_tech_proof", scan("高新技术企业证书.pdf"))
    clerk.upload_well("uscc_certificate", scan("营业执照.pdf"))
    clerk.expect_saved()
    clerk.look()
    clerk.send()

    clerk.expect_state("待审核")
    clerk.look()


def add_a_person(clerk: Clerk) -> None:
    """The list of what is missing leads to the last of the files."""
    page = clerk.page
    clerk.follow("奖励申报信息")
    clerk.press("新增申报")
    clerk.fill(answers.person(NAME))
    for slot in answers.PERSON_SLOTS[:-1]:
        clerk.upload_well(slot, scan())
    clerk.expect_saved()

    missing = page.locator("#completeness")
    expect(missing).to_contain_text("提交前还有 1 项")
    missing.get_by_role("link", name="发票原件扫描").click()
    expect(clerk.slot("invoice_scans")).to_be_in_viewport()
    clerk.upload_well("invoice_scans", scan("发票.pdf"))
    expect(missing).to_contain_text("可以提交审核")
    clerk.look()
    clerk.press("保存信息")
    saved = page.get_by_role("dialog", name="信息已保存")
    saved.get_by_role("link", name="确认").click()


def send_everybody(clerk: Clerk) -> None:
    page = clerk.page
    expect(page.get_by_role("row", name=re.compile(NAME))).to_contain_text("草稿")
    clerk.look()
    page.get_by_label("全选").check()
    clerk.send()
    expect(page.get_by_text("共 1 人，1 人已提交审核。")).to_be_visible()
    clerk.look()
    clerk.follow(NAME)
    expect(page.get_by_text("¥40,000.00").first).to_be_visible()
    clerk.look()


@pytest.mark.requirement("S0-068")
@pytest.mark.requirement("S0-083")
@pytest.mark.requirement("X-003")
def test_the_desk_returns_and_approves(
    clerk: Clerk,
    district_reviewer: Reviewer,
    city_reviewer: Reviewer,
    celery_worker_process: Worker,
) -> None:
    unit_part = submitted_unit()
    returned = submit(draft_person_application(unit_part, name=NAME, position="工程师"))
    submit(draft_person_application(unit_part, name="仇英"))

    return_with_marks(district_reviewer)
    read_the_notices(clerk, unit_part.created_by)
    correct_and_send_again(clerk)
    approve_what_changed(district_reviewer)
    city_reviewer.open_item(NAME)
    city_reviewer.look()
    city_reviewer.decide("通过")

    returned.refresh_from_db()
    assert (returned.state, returned.approved_amount) == ("approved", Decimal(40000))
    verify_the_award_notice(clerk, returned)


def return_with_marks(reviewer: Reviewer) -> None:
    page = reviewer.page
    reviewer.open_queue()
    expect(reviewer.rows()).to_have_count(3)
    reviewer.look()
    reviewer.open_item(NAME)
    expect(page.locator("#viewer-panel iframe")).to_be_visible()
    reviewer.look()
    reviewer.mark("现任职务", "与劳动合同不一致")
    reviewer.mark("完税证明", "扫描件不清晰")
    reviewer.decide("退回修改", "请按标记修改")

    expect(page.locator("h1")).to_contain_text("仇英")
    reviewer.decide("通过并审下一件")


def read_the_notices(clerk: Clerk, user: User) -> None:
    """SMS and e-mail have gone out; the inbox leads to the application."""
    news = Delivery.objects.filter(kind="application_returned", notification__recipient=user)
    wait_for(lambda: news.filter(state="sent").count() == 2, "SMS and e-mail were not sent")
    assert set(news.values_list("channel", flat=True)) == {"sms", "email"}
    clerk.log_in(user.username)
    clerk.open("/inbox/")
    notice = clerk.page.get_by_role("listitem").filter(has_text="被退回").first
    expect(notice).to_contain_text("请按标记修改")
    clerk.look()
    clerk.press(re.compile("查看详情"), within=notice)


def correct_and_send_again(clerk: Clerk) -> None:
    page = clerk.page
    clerk.expect_state("退回修改")
    note = page.locator("#note_id_position")
    expect(note).to_contain_text("与劳动合同不一致")
    clerk.fill({"现任职务": "总工程师"})
    expect(note.locator("del")).to_have_text("工程师")
    slot = clerk.slot("tax_certificate")
    expect(slot).to_contain_text("扫描件不清晰")
    with page.expect_response(re.compile("/replace/$")):
        slot.locator("input[id^=replace_]").set_input_files(scan("完税证明.pdf"))
    expect(slot.get_by_role("link", name="完税证明.pdf")).to_be_visible()
    clerk.expect_saved()
    clerk.look()
    clerk.send()
    clerk.expect_state("待审核")


def approve_what_changed(reviewer: Reviewer) -> None:
    """What changed since the return stands first."""
    reviewer.open_item(NAME)
    changes = reviewer.page.locator(".rv-left > section").first
    expect(changes).to_contain_text("退回后的修改")
    row = changes.get_by_role("row", name=re.compile("现任职务"))
    expect(row.locator("del")).to_have_text("工程师")
    expect(row.locator("ins")).to_have_text("总工程师")
    reviewer.look()
    reviewer.decide("通过")


def verify_the_award_notice(clerk: Clerk, application: Application) -> None:
    """The QR code on the paper leads to a page that knows it."""
    rendered = application.documents.filter(kind="award_notice", state="valid")
    wait_for(rendered.exists, "the award notice was not rendered")
    page = clerk.page
    clerk.open(f"/my/{application.number}/")
    clerk.look()
    link = page.get_by_role("link", name=re.compile("认定通知"))
    paper = page.request.get(clerk.url + str(link.get_attribute("href")))
    code = read_qr_code(paper.body())

    page.context.clear_cookies()
    clerk.open(urlsplit(code).path)

    expect(page.get_by_role("heading", level=1)).to_have_text("有效")
    expect(page.get_by_text("祝**")).to_be_visible()
    clerk.look()


def read_qr_code(pdf: bytes) -> str:
    """What the code on the paper says to a camera.

    Drawn by the function that the server uses: pdfium must be entered by one thread at a time, and
    the server of this journey runs in this process.
    """
    picture = Image.open(io.BytesIO(render_pdf_page(File(io.BytesIO(pdf)), 1, dpi=200)))
    codes = zxingcpp.read_barcodes(picture)
    assert codes, "no QR code can be read on the paper"
    return str(codes[0].text)
