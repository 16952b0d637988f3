"""A person files on a phone, her unit reports it up, the office finds it in its queue."""

import re

import pytest
from playwright.sync_api import expect

from programs.models import Application
from tests.factories import make_clerk, make_unit, open_call
from tests.factories.own import make_identified_person

from .pages import Clerk, Reviewer
from .papers import photo

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ANSWERS = {
    "行政职务": "研发总监",
    "从事专业": "仪器科学与技术",
    "来本市工作时间": "2018-03-01",
    "从事产业类别": "先进制造",
    "最高学历": "博士研究生",
    "毕业学校": "苏州大学",
    "所学专业": "仪器科学与技术",
    "毕业时间": "2014-06-30",
    "最高学位": "博士",
    "授予单位": "苏州大学",
    "申请认定类别": "D 类（市级领军人才）",
    "申报条件": "苏州市级领军人才计划入选者",
}
SLOTS = (
    "id_document", "resume", "insurance_proof", "employment_contract", "degree_certificate",
    "class_proof", "pledge",
)  # fmt: skip
MENU = [
    "首页", "人才认定申请", "人才认定备案申请", "购房补贴申请", "购房年审申请",
    "租房补贴申请", "小客车上牌补贴申请", "应届毕业生生活补贴", "我的证书", "退出",
]  # fmt: skip


@pytest.mark.requirement("S1-017")
@pytest.mark.requirement("S1-027")
@pytest.mark.requirement("S1-029")
def test_a_person_files_and_the_unit_reports_up(
    clerk_on_a_phone: Clerk, clerk: Clerk, district_reviewer: Reviewer
) -> None:
    open_call(slug="recognition")
    company = make_clerk(make_unit(name="苏州寒山光学有限公司"))
    person, page = clerk_on_a_phone, clerk_on_a_phone.page
    person.log_in(make_identified_person(full_name="仇希土").username, "person")
    person.open("/my/")
    expect(page.get_by_text("你好，仇**")).to_be_visible()
    expect(page.get_by_text("个人账号", exact=True)).to_be_visible()
    menu = page.get_by_role("navigation", name="个人申报菜单")
    menu.locator("summary").click()
    expect(menu.get_by_role("listitem")).to_have_text(MENU, use_inner_text=True)
    person.look()

    menu.get_by_role("link", name="人才认定申请").click()
    person.look()
    person.press("增加申请")
    person.fill(ANSWERS)
    page.get_by_placeholder("请输入单位名称关键字搜索并选择").press_sequentially("查无此单位")
    expect(page.get_by_text("该单位尚未在本系统登记")).to_be_visible()
    page.get_by_placeholder("请输入单位名称关键字搜索并选择").fill("寒山")
    page.get_by_role("radio", name=re.compile("苏州寒山光学")).check()
    for slot in SLOTS:
        person.upload_well(slot, photo())
    person.expect_saved()
    person.look()
    page.get_by_label(re.compile("我同意依规公示")).check()
    person.press("提交给单位")
    person.confirm()
    person.expect_state("请联系所属企业进行提交")
    person.look()

    clerk.log_in(company.username)
    clerk.open("/my/")
    clerk.follow("去上报")
    clerk.look()
    clerk.follow(re.compile("核对"))
    clerk.look()
    clerk.page.get_by_label(re.compile("^已核对")).check()
    clerk.press("上报")
    clerk.expect_state("待审核")
    clerk.look()

    page.reload()
    person.expect_state("待审核")
    expect(page.get_by_role("button", name="撤回修改")).to_have_count(0)
    district_reviewer.open_item("仇希土")
    expect(district_reviewer.page.get_by_text("苏州寒山光学有限公司").first).to_be_visible()
    assert Application.objects.get().state == "pending_review"
