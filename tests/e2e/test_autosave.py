"""The filing page while somebody types: autosave, conditions, rows, colleagues, lost sessions."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.models import User
from programs.answers import unpack
from programs.models import Application
from tests.factories import draft_person_application, make_clerk, open_call, submitted_unit

from .pages import Clerk
from .papers import scan

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def sign_in(seat: Clerk, user: User) -> None:
    """Puts the user's session into the browser."""
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": seat.url}
    seat.page.context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.fixture
def person(clerk: Clerk) -> Application:
    """A draft that the clerk has opened."""
    user = make_clerk()
    draft = draft_person_application(submitted_unit(clerk=user), complete=False, name="沈周")
    sign_in(clerk, user)
    clerk.open(f"/my/{draft.number}/")
    return draft


def stored(person: Application) -> dict[str, object]:
    return unpack(person.form, Application.objects.get(pk=person.pk).answers)


def write(seat: Clerk, field: str, value: str) -> None:
    """Types into a field, leaves it, and waits for the answer of the autosave."""
    with seat.page.expect_response(re.compile("/save/$")):
        seat.page.fill(f"#id_{field}", value)
        seat.page.locator(f"#id_{field}").blur()


def test_typing_is_saved_and_what_is_wrong_is_told_at_the_field(
    clerk: Clerk, person: Application
) -> None:
    write(clerk, "mobile", "123")
    expect(clerk.page.locator("#note_id_mobile")).to_contain_text("11位")
    expect(clerk.page.locator("#id_mobile")).to_have_attribute("aria-invalid", "true")
    clerk.expect_saved()
    clerk.look()

    write(clerk, "mobile", "13812341234")
    expect(clerk.page.locator("#note_id_mobile")).to_have_text("")
    assert stored(person)["mobile"] == "13812341234"


def test_conditions_show_and_hide_while_somebody_ticks(clerk: Clerk) -> None:
    call, user = open_call(), make_clerk()
    sign_in(clerk, user)
    clerk.open(f"/file/{call.program.slug}/{call.year}/unit/")
    page = clerk.page
    number, proof = page.locator("#id_high_tech_number"), clerk.slot("high_tech_proof")
    expect(number).to_be_hidden()
    expect(proof).to_be_hidden()

    page.get_by_label("国家高新技术企业").check()
    expect(number).to_be_visible()
    expect(proof).to_be_visible()
    page.get_by_label("国家高新技术企业").uncheck()
    expect(number).to_be_hidden()
    expect(proof).to_be_hidden()


def test_rows_are_added_filled_and_removed(clerk: Clerk, person: Application) -> None:
    page = clerk.page
    page.get_by_role("button", name="添加发票").click()
    expect(page.locator("#id_invoices-1-type")).to_be_focused()
    write(clerk, "invoices-0-seller", "第一家")
    write(clerk, "invoices-1-seller", "第二家")
    with page.expect_response(re.compile("/save/$")):
        page.locator(".repeat-row-remove").first.click()
    expect(page.locator(".repeat-row:visible legend")).to_have_text(re.compile(r"发票\s*1"))
    rows = stored(person)["invoices"]
    assert isinstance(rows, list)
    assert [row["seller"] for row in rows] == ["第二家"]
    clerk.look()


@pytest.mark.requirement("S0-057")
@pytest.mark.requirement("S0-058")
def test_the_button_saves_and_says_so(clerk: Clerk, person: Application) -> None:
    clerk.page.fill("#id_position", "总监")
    clerk.press("保存信息")
    dialog = clerk.page.get_by_role("dialog", name="信息已保存")
    expect(dialog).to_be_visible()
    clerk.look()
    dialog.get_by_role("link", name="确认").click()
    expect(clerk.page.get_by_role("rowheader", name="沈周")).to_be_visible()


def test_a_colleagues_change_is_shown_and_settled(
    clerk: Clerk, colleague: Clerk, person: Application
) -> None:
    sign_in(colleague, make_clerk(person.unit, role="operator", full_name="文嘉"))
    colleague.open(f"/my/{person.number}/")
    write(colleague, "position", "副总")
    write(colleague, "bank_name", "工商银行")

    write(clerk, "position", "总监")
    note = clerk.page.locator("#note_id_position")
    expect(note).to_contain_text("文* 刚刚将此项改为“副总”")
    expect(clerk.page.locator("#id_bank_name")).to_have_value("工商银行")
    assert stored(person)["position"] == "副总"
    clerk.look()
    note.get_by_role("button", name="保留我的内容").click()
    expect(note).to_have_text("")
    assert stored(person)["position"] == "总监"


def test_after_a_lost_session_nothing_typed_is_lost(clerk: Clerk, person: Application) -> None:
    cookies = clerk.page.context.cookies()
    clerk.page.context.clear_cookies()
    write(clerk, "position", "总监")
    expect(clerk.page.locator("#saved")).to_contain_text("登录已过期")
    expect(clerk.page.get_by_role("link", name="在新窗口登录")).to_be_visible()
    expect(clerk.page.locator("#id_position")).to_have_value("总监")

    clerk.page.context.add_cookies(cookies)  # type: ignore[arg-type]
    clerk.page.get_by_role("button", name="重试").click()
    clerk.expect_saved()
    assert stored(person)["position"] == "总监"


def test_a_file_is_refused_or_shown_at_its_slot(clerk: Clerk, person: Application) -> None:
    renamed = {**scan("工资.pdf"), "buffer": b"MZ\x90\x00"}
    clerk.upload("wage_proof", renamed)  # type: ignore[arg-type]
    expect(clerk.slot("wage_proof")).to_contain_text("文件内容不是 PDF 格式")
    clerk.look()
    clerk.upload_well("wage_proof", scan("工资.pdf"))
    clerk.slot("wage_proof").locator("[data-preview]").click()
    expect(clerk.page.get_by_role("dialog", name="工资.pdf").locator("iframe")).to_be_visible()
    clerk.page.get_by_role("button", name="关闭").click()
    clerk.slot("wage_proof").get_by_role("button", name=re.compile("删除")).click()
    clerk.confirm()
    expect(clerk.slot("wage_proof").locator(".slot-file")).to_have_count(0)


def test_the_form_is_pleasant_on_a_phone(clerk_on_a_phone: Clerk) -> None:
    user = make_clerk()
    draft = draft_person_application(submitted_unit(clerk=user))
    sign_in(clerk_on_a_phone, user)
    for path in (f"/my/{draft.number}/", "/my/", "/programs/contribution_award/"):
        clerk_on_a_phone.open(path)
        clerk_on_a_phone.look()
    call = draft.call
    for path in (
        f"/file/{call.program.slug}/{call.year}/people/",
        f"/file/{call.program.slug}/progress/",
    ):
        clerk_on_a_phone.open(path)
        clerk_on_a_phone.look()
    clerk_on_a_phone.open(f"/my/{draft.number}/")
    assert clerk_on_a_phone.page.get_attribute("#id_annual_wage", "inputmode") == "decimal"
