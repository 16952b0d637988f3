"""人才直通车 as the unit sees it: its form, papers to sign, the lists, the certificate."""

import re
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from accounts.models import User
from programs.documents.rendering import render
from programs.models import Application, Call, Document
from programs.states import State
from tests.factories import approve, make_clerk, open_call, submit
from tests.factories.company import UNIT_ANSWERS, draft_person, draft_unit, ready_unit
from tests.programs.pages import as_post, pdf_upload, sending_button
from tests.programs.test_documents import text_of

pytestmark = pytest.mark.django_db

SLUG = "talent_fast_track"
UNIT = f"/file/{SLUG}/2026/unit/"
PEOPLE = f"/file/{SLUG}/2026/people/"


@pytest.fixture
def call() -> Call:
    return open_call(slug=SLUG)


@pytest.fixture
def clerk(client: Client, call: Call) -> User:
    user = make_clerk()
    client.force_login(user)
    return user


def page_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def options_of(page: str, name: str) -> dict[str, str]:
    found = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
    assert found
    options = re.findall(r'<option value="([^"]*)"[^>]*>\s*([^<]*?)\s*</option>', found[0])
    return {value: label for value, label in options if value}


@pytest.mark.requirement("S0-094")
@pytest.mark.requirement("S0-095")
@pytest.mark.requirement("S0-097")
@pytest.mark.requirement("S0-099")
@pytest.mark.requirement("S0-100")
def test_the_form_of_the_unit(client: Client, clerk: User) -> None:
    page = page_of(client, UNIT)
    assert set(options_of(page, "unit_kind").values()) == {"事业单位", "企业单位"}
    assert "苏州市" in options_of(page, "registered_in").values()
    for value in (clerk.memberships.get().unit.name, "姑苏区", "原件彩色扫描件", "联系人手机"):
        assert value in page
    # Everything of it is asked for.
    client.post(f"{UNIT}save/", {"unit_kind": "", "contact_phone": "", "contact_name": ""})
    nothing = client.post(f"{UNIT}submit/", {"unit_kind": ""})
    assert "请填写“单位类型”" in nothing.content.decode()
    refused = client.post(f"{UNIT}submit/", {"unit_kind": "enterprise"})
    assert refused.status_code == 422
    text = refused.content.decode()
    for missing in ("单位类别", "单位注册地", "街道（乡镇）", "联系人", "联系人手机"):
        assert f"请填写“{missing}”" in text
    for slot in ("统一社会信用代码证", "单位授权委托书"):
        assert f"请上传“{slot}”" in text


def test_what_does_not_go_together_is_marked_for_the_browser(client: Client, clerk: User) -> None:
    page = page_of(client, UNIT)
    option = re.search(r'<option value="s320508018"[^>]*data-when="([^"]*)"', page)
    assert option
    assert "320508" in option[1]
    assert 'data-answer-to="district" data-value="320508"' in page


@pytest.mark.requirement("S0-102")
def test_one_click_saves_and_submits(client: Client, clerk: User, call: Call) -> None:
    part = draft_unit(call, clerk)
    page = page_of(client, UNIT)
    assert sending_button(page[page.index('class="action-bar"') :]) == "保存并提交"
    typed = {**UNIT_ANSWERS[SLUG], "contact_name": "祝枝山"}
    data = as_post(part.form, typed, contact_phone="13712345678", contact_email="a@example.com")
    sent = client.post(f"{UNIT}submit/", data, follow=True).content.decode()
    part.refresh_from_db()
    assert (part.state, part.answers["contact_name"]) == (State.APPROVED, "祝枝山")
    assert "系统已自动通过" in sent


@pytest.mark.requirement("S0-101")
@pytest.mark.requirement("X-008")
def test_the_power_of_attorney_can_be_had_filled_in(client: Client, clerk: User) -> None:
    link = f"{UNIT}paper/power_of_attorney/"
    assert f'href="{link}"' in page_of(client, UNIT)
    paper = client.get(link)
    assert paper.headers["Content-Type"] == "application/pdf"
    text = text_of(paper.content)
    unit = clerk.memberships.get().unit
    for expected in ("单位授权委托书", unit.name, unit.uscc, "人才直通车", "法定代表人（签字）"):
        assert expected in text
    assert client.get(f"{UNIT}paper/uscc_certificate/").status_code == 404


@pytest.mark.requirement("S0-105")
def test_people_come_after_the_unit(client: Client, clerk: User, call: Call) -> None:
    page = page_of(client, PEOPLE)
    menu = re.findall(r'class="menu-entry[^"]*"[^>]*>.*?</a>|<a [^>]*>.*?</a>', page, re.S)
    labels = [re.sub(r"<[^>]+>", "", entry).strip() for entry in menu]
    assert labels[labels.index("单位申报信息") + 1] == "个人申报信息"
    assert re.search(r"<button[^>]*disabled[^>]*>(?:(?!</button>).)*新增申报", page, re.S)
    ready_unit(SLUG, clerk, call)
    page = page_of(client, PEOPLE)
    assert not re.search(r"<button[^>]*disabled[^>]*>(?:(?!</button>).)*新增申报", page, re.S)
    added = client.post(f"{PEOPLE}add/", follow=True).content.decode()
    assert "人才类型" in added


@pytest.mark.requirement("S0-106")
@pytest.mark.requirement("S0-107")
@pytest.mark.requirement("X-008")
@pytest.mark.requirement("S0-108")
def test_the_form_of_a_person(client: Client, clerk: User, call: Call) -> None:
    person = draft_person(
        ready_unit(SLUG, clerk, call), talent_class="", without=["pledge"], name="沈石田"
    )
    page = page_of(client, f"/my/{person.number}/")
    assert "E 类（储备人才）" in options_of(page, "talent_class").values()
    paper = client.get(f"/my/{person.number}/paper/pledge/")
    text = text_of(paper.content)
    assert "沈石田" in text
    assert person.named_unit.name in text
    assert f"*****{person.id_doc_tail}" in text
    # 保存信息 keeps a draft with things missing; 提交 names them.
    saved = client.post(f"/my/{person.number}/save/", {"position": "工艺工程师"})
    assert saved.status_code == 302
    person.refresh_from_db()
    assert (person.state, person.answers["position"]) == (State.DRAFT, "工艺工程师")
    refused = client.post(f"/my/{person.number}/submit/", {}).content.decode()
    assert "请填写“人才类型”" in refused
    assert "请上传“个人承诺函”" in refused


@pytest.mark.requirement("S0-110")
@pytest.mark.requirement("S0-111")
def test_those_ticked_are_submitted_and_cannot_be_changed(
    client: Client, clerk: User, call: Call
) -> None:
    part = ready_unit(SLUG, clerk, call)
    people = [draft_person(part) for _each in range(3)]
    page = page_of(client, PEOPLE)
    assert page.count('name="number"') == len(people)
    assert re.search(r'data-tick-all="number">\s*<span>全选', page)
    assert re.search(r"<button[^>]*>提交审核", page)
    ticked = {"number": [person.number for person in people]}
    assert client.post(f"{PEOPLE}submit/", ticked, follow=True).status_code == 200
    for person in people:
        person.refresh_from_db()
        assert "待审核" in page_of(client, f"/my/{person.number}/")
        for verb in ("save", "submit", "delete"):
            assert client.post(f"/my/{person.number}/{verb}/", {"name": "x"}).status_code == 409
        upload = client.post(f"/my/{person.number}/upload/pledge/", {"file": pdf_upload()})
        assert upload.status_code == 409
    assert {str(p.get_state_display()) for p in people} == {"待审核"}


@pytest.mark.requirement("S0-115")
@pytest.mark.requirement("S0-116")
def test_progress_by_year_and_by_name(client: Client, clerk: User, call: Call) -> None:
    earlier = open_call(2025, SLUG)
    for each, name in ((earlier, "文嘉"), (call, "文彭"), (call, "陆治")):
        submit(draft_person(ready_unit(SLUG, clerk, each), name=name))
    url = f"/file/{SLUG}/progress/"

    def names(**filters: Any) -> set[str]:
        page = client.get(url, filters).content.decode()
        return {name for name in ("文嘉", "文彭", "陆治") if name in page}

    assert "个人申报进度" in page_of(client, url)
    assert names() == {"文彭", "陆治"}
    assert names(year=2025) == {"文嘉"}
    client.post(url, {"year": 2026, "q": "文"})
    assert names(year=2026) == {"文彭"}
    found = client.post(url, {"q": "陆治"}, follow=True).content.decode()
    assert "陆治" in found
    assert "待审核" in found
    assert "文彭" not in found


def certificate_of(person: Application) -> Document:
    document = person.documents.get(kind=Document.Kind.CERTIFICATE)
    assert render(document.pk)
    document.refresh_from_db()
    return document


@pytest.mark.requirement("S0-117")
@pytest.mark.requirement("X-008")
def test_the_certificate_can_be_printed_once_it_is_approved(
    client: Client, clerk: User, call: Call
) -> None:
    person = submit(draft_person(ready_unit(SLUG, clerk, call), name="仇十洲"))
    progress = f"/file/{SLUG}/progress/"
    assert "打印证书" not in page_of(client, progress)
    person = approve(person)
    certificate = certificate_of(person)
    link = f"/my/{person.number}/documents/{certificate.pk}/"
    page = page_of(client, progress)
    assert "打印证书" in page
    assert link in page
    assert "¥0.00" not in page
    sent = client.get(link)
    assert sent.headers["Content-Type"] == "application/pdf"
    paper = b"".join(sent.streaming_content)  # type: ignore[attr-defined]
    picture = pypdfium2.PdfDocument(paper)[0].render(scale=3).to_pil()
    code = f"http://127.0.0.1:8000/verify/{certificate.token}/"
    assert [each.text for each in zxingcpp.read_barcodes(picture)] == [code]
    text = text_of(paper)
    assert re.fullmatch(r"ZTC-320508-\d{4}-\d{6}", certificate.number)
    assert person.valid_until
    until = person.valid_until
    for expected in (
        "人才直通车证明", certificate.number, "仇十洲", f"*****{person.id_doc_tail}",
        person.named_unit.name, person.named_unit.uscc, "E 类（储备人才）",
        f"至{until.year}年{until.month}月{until.day}日", certificate.code, "苏州市人才办",
    ):  # fmt: skip
        assert expected in text
    checked = Client().get(f"/verify/{certificate.token}/").content.decode()
    assert "当前有效" in checked
    assert until.isoformat() in checked
