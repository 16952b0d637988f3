"""奖励申报信息: people added, saved, ticked and submitted, deleted while they are drafts."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.models import Application, Call
from programs.states import Action
from programs.workflow import MarkInput, move
from tests.factories import (
    draft_person_application,
    draft_unit_application,
    make_reviewer,
    open_call,
    person_answers,
    resident_id,
    submit,
    submitted_unit,
)
from tests.programs.pages import as_post, sending_button

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return open_call()


def people_url(call: Call, name: str = "people") -> str:
    return reverse(f"programs:{name}", args=[call.program.slug, call.year])


def of(name: str, person: Application) -> str:
    return reverse(f"programs:{name}", args=[person.number])


@pytest.mark.requirement("S0-064")
def test_nobody_is_added_before_the_unit_has_submitted(
    client: Client, call: Call, clerk: User
) -> None:
    part = draft_unit_application(call, clerk)
    page = client.get(people_url(call)).content.decode()
    refused = client.post(people_url(call, "add_person"))

    assert "请先填写并提交单位申报信息" in page
    assert refused.status_code == 409
    assert "请先提交“单位申报信息”" in refused.content.decode()
    submit(part)
    assert client.post(people_url(call, "add_person")).status_code == 302
    assert Application.objects.filter(part="person").count() == 1


@pytest.mark.requirement("S0-078")
def test_adding_twice_without_typing_makes_one_draft(
    client: Client, call: Call, clerk: User
) -> None:
    submitted_unit(call, clerk)
    first = client.post(people_url(call, "add_person"))
    second = client.post(people_url(call, "add_person"))

    assert first.headers["Location"] == second.headers["Location"]
    person = Application.objects.get(part="person")
    client.post(of("save", person), as_post(person.form, {"name": "沈周"}))
    client.post(people_url(call, "add_person"))
    assert Application.objects.filter(part="person").count() == 2


@pytest.mark.requirement("S0-078")
def test_the_same_person_twice_is_told_and_not_submitted(
    client: Client, call: Call, clerk: User
) -> None:
    part = submitted_unit(call, clerk)
    first = draft_person_application(part)
    second = draft_person_application(part, complete=False)
    answers = person_answers(id_doc_number=resident_id())
    for person in (first, second):
        saved = client.post(of("save", person), as_post(person.form, answers), follow=True)

    assert "本单位已为该人员建立申报" in saved.content.decode()
    assert client.post(of("submit", second), as_post(second.form, answers)).status_code == 422
    second.refresh_from_db()
    assert (second.state, second.id_doc_hash) == ("draft", "")


@pytest.mark.requirement("S0-051")
def test_the_working_list_holds_drafts_and_returned_people_of_the_year(
    client: Client, call: Call, clerk: User
) -> None:
    part = submitted_unit(call, clerk)
    draft = draft_person_application(part, name="沈周")
    returned = submit(draft_person_application(part, name="仇英"))
    assert returned.office
    move(returned.pk, Action.RETURN, make_reviewer(returned.office), "请补充合同。")
    other_year = submitted_unit(open_call(2025), clerk)
    draft_person_application(other_year, name="唐寅")

    page = client.get(people_url(call)).content.decode()

    assert "奖励申报信息" in page
    assert draft.number in page
    assert returned.number in page
    assert "唐寅" not in page
    assert "待提交" in page


@pytest.mark.requirement("S0-057")
@pytest.mark.requirement("S0-058")
@pytest.mark.requirement("S0-059")
def test_saving_says_so_and_the_row_changes(client: Client, call: Call, clerk: User) -> None:
    person = draft_person_application(submitted_unit(call, clerk), complete=False)
    data = as_post(person.form, person_answers(name="沈石田"), action="save")

    fragment = client.post(of("save", person), data, headers={"HX-Request": "true"})
    assert "信息已保存" in fragment.content.decode()
    assert "确认" in fragment.content.decode()
    assert "沈石田" in client.get(people_url(call)).content.decode()

    listed = client.get(people_url(call)).content.decode()
    assert re.search(rf'<a href="{of("application", person)}">详情<', listed)
    changed = as_post(person.form, person_answers(name="沈启南"))
    page = client.post(of("save", person), changed, follow=True).content.decode()
    assert "信息已保存" in page
    assert "沈启南" in client.get(people_url(call)).content.decode()
    form = client.get(of("application", person)).content.decode()
    assert "hx-disabled-elt" in form


@pytest.mark.requirement("S0-079")
@pytest.mark.requirement("S0-080")
def test_ticked_people_are_submitted_each_with_its_own_result(
    client: Client, call: Call, clerk: User
) -> None:
    part = submitted_unit(call, clerk)
    good = [draft_person_application(part) for _ in range(2)]
    poor = draft_person_application(part, annual_wage="100000.00")
    empty = draft_person_application(part, complete=False, name="文嘉")
    page = client.get(people_url(call)).content.decode()
    assert page.count('name="number"') == 4
    assert 'data-tick-all="number"' in page
    numbers = [person.number for person in (*good, poor, empty)]

    ticked = client.post(people_url(call, "submit_many"), {"number": numbers}, follow=True)
    result = ticked.content.decode()

    assert "共 4 人，2 人已提交审核" in result
    assert "低于申报门槛" in result
    assert f'href="{of("application", empty)}#id_id_doc_number"' in result
    states = [Application.objects.get(number=number).get_state_display() for number in numbers]
    assert states == ["待审核", "待审核", "草稿", "草稿"]


@pytest.mark.requirement("S0-079")
@pytest.mark.requirement("X-012")
def test_the_same_ticks_sent_twice_submit_once(client: Client, call: Call, clerk: User) -> None:
    person = draft_person_application(submitted_unit(call, clerk))
    for _click in range(2):
        ticked = {"number": [person.number]}
        result = client.post(people_url(call, "submit_many"), ticked, follow=True)
        assert "1 人已提交审核" in result.content.decode()

    assert person.transitions.count() == 1
    assert person.submissions.count() == 1


def test_nothing_ticked_is_answered_in_words(client: Client, call: Call, clerk: User) -> None:
    submitted_unit(call, clerk)
    ticked = {"number": ["x\x00", "1"]}
    result = client.post(people_url(call, "submit_many"), ticked, follow=True)
    assert "没有勾选任何人员" in result.content.decode()


def test_another_units_people_cannot_be_ticked(client: Client, call: Call, clerk: User) -> None:
    submitted_unit(call, clerk)
    foreign = draft_person_application(submitted_unit(call))

    client.post(people_url(call, "submit_many"), {"number": [foreign.number]})

    foreign.refresh_from_db()
    assert foreign.state == "draft"


def test_a_draft_is_deleted_with_its_files(
    client: Client, call: Call, clerk: User, django_capture_on_commit_callbacks: object
) -> None:
    person = draft_person_application(submitted_unit(call, clerk))
    file = person.attachments.all()[0].file

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(of("delete", person))

    assert not Application.objects.filter(pk=person.pk).exists()
    assert not file.storage.exists(str(file.name))


def test_a_returned_person_cannot_be_deleted(client: Client, call: Call, clerk: User) -> None:
    person = submit(draft_person_application(submitted_unit(call, clerk)))
    assert person.office
    move(person.pk, Action.RETURN, make_reviewer(person.office), "请补充合同。")

    assert client.post(of("delete", person)).status_code == 409
    assert Application.objects.filter(pk=person.pk).exists()


@pytest.mark.requirement("S0-082")
@pytest.mark.requirement("S0-061")
def test_the_submitted_page_shows_the_amount_with_its_working_and_no_inputs(
    client: Client, call: Call, clerk: User
) -> None:
    part = submitted_unit(call, clerk)
    draft = draft_person_application(part)
    person = submit(draft_person_application(part))
    listed = client.get(reverse("programs:progress", args=[call.program.slug])).content.decode()
    assert re.search(rf'<a href="{of("application", person)}">详情<', listed)
    assert draft.number not in listed
    page = client.get(of("application", person)).content.decode()

    assert str(person.proposed_amount) == "40000.00"
    main = page[page.index("filing-main") : page.index("</main>")]
    for text in ("拟奖励金额", "¥40,000.00", "¥100,000.00 × 40%", "取以上三项的最小值"):
        assert text in main
    for tag in ("<input", "<select", "<textarea", "<form", "<button"):
        assert tag not in main
    number = person_answers()["bank_account"]
    assert number not in page
    assert "**** **** **** 4569" in page
    assert f"*****{person.id_doc_tail}" in page


@pytest.mark.requirement("S0-071")
@pytest.mark.requirement("S0-083")
def test_a_returned_person_is_mended_at_the_marks_and_submitted_from_the_page(
    client: Client, call: Call, clerk: User
) -> None:
    answers = person_answers()
    person = draft_person_application(submitted_unit(call, clerk), **answers)
    submit(person)
    person.refresh_from_db()
    assert person.office
    marks = [
        MarkInput("field", "annual_wage", "与完税证明不一致"),
        MarkInput("slot", "employment_contract", "缺第3页"),
        MarkInput("group", "invoices", "第1张看不清"),
    ]
    reviewer = make_reviewer(person.office)
    move(person.pk, Action.RETURN, reviewer, "请按标注修改。", marks=marks)

    page = client.get(of("application", person)).content.decode()
    for text in ("请按标注修改。", "与完税证明不一致", "缺第3页", "第1张看不清"):
        assert text in page
    assert sending_button(page) == "重新提交"
    after = page.index('id="note_id_annual_wage"')
    assert page.index("与完税证明不一致", after) > after

    changed = as_post(person.form, {**answers, "annual_wage": "530000.00"})
    saved = client.post(of("save", person), changed, follow=True).content.decode()
    assert "<del>¥520,000.00</del>" in saved
    assert client.post(of("submit", person), changed).status_code == 302
    person.refresh_from_db()
    assert person.state == "pending_review"
    assert client.post(of("save", person), changed).status_code == 409
    assert client.post(of("submit", person), changed).status_code == 409


@pytest.mark.requirement("S0-069")
@pytest.mark.requirement("S0-070")
@pytest.mark.requirement("S0-071")
def test_people_returned_with_their_unit_are_submitted_again_without_edits(
    client: Client, call: Call, clerk: User
) -> None:
    part = submitted_unit(call, clerk)
    person = submit(draft_person_application(part))
    assert part.office
    move(part.pk, Action.RETURN, make_reviewer(part.office), "资质证明过期。")
    assert "请先修改并重新提交" in client.get(people_url(call)).content.decode()

    submit(part)
    person.refresh_from_db()
    assert person.state == "returned"
    page = client.get(people_url(call)).content.decode()
    assert '待提交 <b class="num">1</b>' in page
    data = as_post(person.form, {})
    stored = client.get(of("application", person)).context["page"]
    data = as_post(person.form, stored.answers) | {"base": stored.base_json}
    assert client.post(of("submit", person), data).status_code == 302
    person.refresh_from_db()
    assert person.state == "pending_review"
