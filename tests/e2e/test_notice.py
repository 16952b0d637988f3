"""公示: published at the desk, read and objected to by anybody, concluded by the clock."""

import datetime as dt
import io
import re
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Locator, expect
from pytest_django.live_server_helper import LiveServer
from pytest_playwright.pytest_playwright import CreateContextCallback

from portal.lib.dates import today
from programs.models import Application
from reviews.jobs import conclude_notices
from reviews.models import Objection, PublicNotice
from tests.factories import make_staff
from tests.factories.notices import noticed_people

from .pages import Clerk, Reviewer
from .papers import scan

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PHONE = "13912349876"
TEXT = "该人员已于今年三月离职，不在该单位工作。"
OPINION = "经核查，该人员仍在职，异议不成立。"


def state_of(application: Application) -> str:
    return Application.objects.values_list("state", flat=True).get(pk=application.pk)


@pytest.mark.requirement("S1-002")
@pytest.mark.requirement("S3-031")
def test_a_list_is_published_objected_to_and_concluded(
    clerk: Clerk, new_context: CreateContextCallback, live_server: LiveServer, freeze: Any
) -> None:
    monday = today() + dt.timedelta(days=7 - today().weekday())
    freeze(f"{monday} 09:00")
    undisputed, disputed = noticed_people(name="祝允明")
    manager, desk = (
        make_staff("program_manager"),
        Reviewer(new_context().new_page(), live_server.url),
    )
    desk.log_in_as(manager)
    notice = publish(desk)

    read(clerk, notice)
    number, secret = object_to(clerk, notice)
    follow(clerk, number, secret)
    freeze(f"{monday} 09:20")
    ask(desk, notice, number)
    answer(clerk)

    freeze(f"{notice.ends_on + dt.timedelta(days=1)} 00:10")
    conclude_notices()
    assert (state_of(undisputed), state_of(disputed)) == ("approved", "on_notice")
    desk.log_in_as(manager)
    dismiss(desk, number)
    conclude_notices()
    assert state_of(disputed) == "approved"

    follow(clerk, number, secret, "异议不成立")
    expect(clerk.page.get_by_text(OPINION)).to_be_visible()
    clerk.look()
    clerk.open(f"/notices/{notice.number}/")
    expect(clerk.page.get_by_text("公示期已结束")).to_be_visible()
    expect(clerk.page.get_by_role("link", name="对公示提出异议")).to_have_count(0)


def publish(desk: Reviewer) -> PublicNotice:
    page = desk.page
    desk.open("/admin/reviews/publicnotice/")
    desk.look()
    page.get_by_role("link", name="发布公示").click()
    page.get_by_label("公示机构").fill("苏州市人才办公室")
    page.get_by_label("受理电话").fill("0512-65224600")
    page.get_by_role("checkbox", name="金额").check()
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("row", name=re.compile(r"祝\*\*"))).to_contain_text("¥30,000.00")
    desk.look()
    page.get_by_role("button", name="发布公示（2 件）").click()
    desk.confirm()
    expect(page.get_by_text("公示已发布")).to_be_visible()
    desk.look()
    return PublicNotice.objects.get()


def read(visitor: Clerk, notice: PublicNotice) -> None:
    """Without an account: the list, a search, the paper."""
    page = visitor.page
    visitor.open("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="公示公告").click()
    visitor.look()
    visitor.follow(notice.title)
    expect(rows(visitor)).to_have_count(2)
    visitor.look()
    for text, found in (("祝允明", 0), ("祝", 1)):
        page.get_by_label("单位或公示的姓名").fill(text)
        visitor.press("搜索")
        expect(rows(visitor)).to_have_count(found)
        visitor.look()
    with pypdfium2.PdfDocument(io.BytesIO(page.pdf())) as paper:
        printed = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
    assert notice.title in printed.replace("\r\n", "")
    assert "提出异议" not in printed


def rows(visitor: Clerk) -> Locator:
    return visitor.page.locator(".notice-table tbody tr")


def object_to(visitor: Clerk, notice: PublicNotice) -> tuple[str, str]:
    """With a proof, and a mistake that costs nothing of it."""
    page = visitor.page
    visitor.follow("对第 2 号提出异议")
    page.get_by_label("证明材料").set_input_files(scan("离职证明.pdf"))
    visitor.press("上传")
    expect(page.get_by_text("离职证明.pdf")).to_be_visible()
    page.get_by_label("异议内容").fill("不实")
    page.get_by_label("您的姓名").fill("顾炎武")
    page.get_by_label("您的手机号").fill(PHONE)
    visitor.solve_captcha()
    visitor.press("获取验证码")
    expect(page.get_by_text("验证码已发送至")).to_be_visible()
    page.get_by_label("短信验证码").fill(visitor.read_code(PHONE))
    visitor.press("提交异议")
    expect(page.get_by_text("至少10个字").first).to_be_visible()
    expect(page.get_by_text("离职证明.pdf")).to_be_visible()
    visitor.look()
    page.get_by_label("异议内容").fill(TEXT)
    visitor.press("提交异议")
    expect(page.get_by_role("heading", name="异议已提交")).to_be_visible()
    visitor.look()
    values = page.locator("dl.values dd").all_inner_texts()
    return values[0], values[1]


def follow(visitor: Clerk, number: str, secret: str, state: str = "核查中") -> None:
    """At another machine: by number and code alone."""
    page = visitor.page
    page.context.clear_cookies()
    visitor.open("/objections/")
    page.get_by_label("异议编号").fill(number)
    page.get_by_label("查询码").fill("7K3M-Q9TX-2BHD")
    visitor.press("查询")
    expect(page.get_by_text("查询码不正确").first).to_be_visible()
    visitor.look()
    page.get_by_label("查询码").fill(secret.lower())
    visitor.press("查询")
    expect(page.locator("dl.values .tag")).to_have_text(state)
    expect(page.get_by_text("祝允明")).to_have_count(0)
    visitor.look()


def ask(desk: Reviewer, notice: PublicNotice, number: str) -> None:
    page = desk.page
    desk.open(f"/admin/reviews/publicnotice/{notice.pk}/")
    expect(page.get_by_text("有异议")).to_be_visible()
    page.get_by_role("link", name=number).click()
    expect(page.get_by_text(TEXT)).to_be_visible()
    page.get_by_label("需要补充的内容").fill("请提供离职的具体时间。")
    page.get_by_role("button", name="要求补充说明").click()
    expect(page.get_by_text("已发送")).to_be_visible()
    desk.look()


def answer(visitor: Clerk) -> None:
    page = visitor.page
    page.reload()
    expect(page.get_by_text("请提供离职的具体时间。")).to_be_visible()
    page.get_by_role("textbox", name="补充说明").fill("三月一日。")
    visitor.press("提交补充")
    expect(page.get_by_text("三月一日。")).to_be_visible()
    visitor.look()


def dismiss(desk: Reviewer, number: str) -> None:
    page = desk.page
    objection = Objection.objects.get(number=number)
    desk.open(f"/admin/reviews/objection/{objection.pk}/change/")
    expect(page.get_by_text("三月一日。")).to_be_visible()
    page.get_by_label("审核意见").fill(OPINION)
    desk.look()
    page.get_by_role("button", name="异议不成立").click()
    expect(page.get_by_text("已认定异议不成立")).to_be_visible()
