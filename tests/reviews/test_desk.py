"""The reviewer's thread: the page of an item, the decision on it, and on to the next."""

from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from programs.models import Application, Mark, Transition
from programs.states import Action, State
from programs.workflow import move
from reviews.models import OpinionPhrase
from tests.factories import (
    district_office,
    draft_person_application,
    make_reviewer,
    submit,
    submitted_unit,
)

from .conftest import signed_in

pytestmark = pytest.mark.django_db

QUEUE = "/admin/reviews/reviewitem/"


def page_of(application: Application) -> str:
    return reverse("admin:reviews_reviewitem_review", args=[application.pk])


def decide(
    client: Client, application: Application, verb: str, query: str = "", **data: Any
) -> HttpResponse:
    sent = {"seen_stage": application.stage, "opinion": "", "verb": verb, **data}
    return client.post(page_of(application) + query, sent)  # type: ignore[return-value]


def test_the_page_shows_answers_checks_amount_and_files(desk: Client, person: Application) -> None:
    response = desk.get(page_of(person))
    text = response.content.decode()
    for shown in ("总工程师", "证件号码校验通过", "完税证明", "¥40,000.00", "租赁自住住房"):
        assert shown in text
    assert "6222021102001234569" not in text
    assert "**** **** **** 4569" in text


@pytest.mark.requirement("S0-068")
def test_the_log_tells_stage_body_time_result_and_opinion(
    desk: Client, person: Application, reviewer: User
) -> None:
    move(person.pk, Action.RETURN, reviewer, "合同缺页")
    text = desk.get(page_of(person)).content.decode()
    log = text[text.index("办理过程") :]
    for shown in ("区级审核", str(district_office()), "退回修改", "合同缺页", "况钟"):
        assert shown in log


def test_unit_and_people_lead_to_each_other(desk: Client, person: Application) -> None:
    assert person.unit_application
    assert page_of(person.unit_application) in desk.get(page_of(person)).content.decode()
    assert page_of(person) in desk.get(page_of(person.unit_application)).content.decode()


def test_approve_and_next(desk: Client, person: Application) -> None:
    assert person.unit_application
    other = submit(draft_person_application(person.unit_application))
    filters = f"?_changelist_filters={quote('part=person')}"
    response = decide(desk, person, "approve_next", filters)
    assert response.status_code == 302
    assert response["Location"] == page_of(other) + "?_changelist_filters=part%3Dperson"
    person.refresh_from_db()
    assert (person.state, person.stage) == (State.PENDING_REVIEW, "city_review")


def test_after_the_last_file_the_list_says_that_it_is_done(
    desk: Client, person: Application
) -> None:
    filters = f"?_changelist_filters={quote('part=person')}"
    response = decide(desk, person, "approve_next", filters)
    assert response["Location"] == QUEUE + "?part=person"
    assert "当前列表已全部办完" in desk.get(response["Location"]).content.decode()


def test_plain_approval_stays_with_the_file(desk: Client, person: Application) -> None:
    assert decide(desk, person, "approve")["Location"] == page_of(person)


@pytest.mark.requirement("X-003")
@pytest.mark.parametrize("verb", ["return", "reject"])
def test_no_return_without_an_opinion_and_nothing_typed_is_lost(
    desk: Client, person: Application, verb: str
) -> None:
    marks = {"mark.field.position": "与合同不一致"}
    response = decide(desk, person, verb, opinion="   ", **marks)
    text = response.content.decode()
    assert response.status_code == 422
    assert "请填写审核意见" in text
    assert 'value="与合同不一致"' in text
    person.refresh_from_db()
    assert person.state == State.PENDING_REVIEW


def test_a_return_keeps_its_marks(desk: Client, person: Application) -> None:
    marks = {
        "mark.field.position": "与合同不一致",
        "mark.group.invoices": "抬头不是本人",
        "mark.slot.tax_certificate": "缺第二页",
        "mark.field.name": "  ",
    }
    decide(desk, person, "return", opinion="请按标记修改", **marks)
    assert set(Mark.objects.values_list("target", "key", "reason")) == {
        ("field", "position", "与合同不一致"),
        ("group", "invoices", "抬头不是本人"),
        ("slot", "tax_certificate", "缺第二页"),
    }


@pytest.mark.parametrize(
    ("marks", "sentence"),
    [
        ({"mark.field.no_such": "假"}, "不在本申报表中"),
        ({"mark.field.position": "长" * 301}, "最多 300 个字"),
    ],
)
def test_marks_that_make_no_sense_are_refused(
    desk: Client, person: Application, marks: dict[str, str], sentence: str
) -> None:
    response = decide(desk, person, "return", opinion="请修改", **marks)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_nothing_is_approved_while_places_are_marked(desk: Client, person: Application) -> None:
    response = decide(desk, person, "approve", **{"mark.field.position": "与合同不一致"})
    assert response.status_code == 422
    assert "清空标记后再通过" in response.content.decode()


def test_an_unknown_verb_is_a_bad_request(desk: Client, person: Application) -> None:
    assert decide(desk, person, "burn").status_code == 400


@pytest.mark.requirement("X-012")
def test_a_second_decision_does_not_count_and_its_words_stay(
    desk: Client, person: Application
) -> None:
    seen = desk.get(page_of(person)).context["item"]
    move(person.pk, Action.APPROVE, make_reviewer(district_office()))

    response = decide(desk, seen, "return", opinion="发票抬头有误")

    assert response.status_code == 409
    assert "您的意见未生效" in response.content.decode()
    assert "发票抬头有误" in response.content.decode()
    person.refresh_from_db()
    assert person.stage == "city_review"
    assert Transition.objects.filter(application=person, action=Action.RETURN).count() == 0


def test_a_decision_on_a_finished_file_is_a_conflict(
    desk: Client, person: Application, reviewer: User
) -> None:
    move(person.pk, Action.REJECT, reviewer, "不符合条件")
    response = decide(desk, person, "approve")
    assert response.status_code == 409


@pytest.mark.requirement("X-011")
def test_the_log_keeps_who_decided_and_from_where(
    desk: Client, person: Application, reviewer: User
) -> None:
    decide(desk, person, "reject", opinion="不符合条件")
    entry = Transition.objects.get(application=person, action=Action.REJECT)
    assert (entry.actor, entry.address, entry.from_state, entry.to_state) == (
        reviewer, "127.0.0.1", State.PENDING_REVIEW, State.REJECTED,
    )  # fmt: skip


def test_while_an_applicant_corrects_the_submitted_answers_are_shown(
    desk: Client, person: Application, reviewer: User
) -> None:
    move(person.pk, Action.RETURN, reviewer, "请修改")
    person.refresh_from_db()
    Application.objects.filter(pk=person.pk).update(
        answers={**person.answers, "position": "尚未提交的职务"}
    )
    text = desk.get(page_of(person)).content.decode()
    assert "尚未提交的职务" not in text
    assert "总工程师" in text


def test_phrases_are_offered_and_kept_by_reviewers(desk: Client, person: Application) -> None:
    OpinionPhrase.objects.create(verb="return", text="请补充社保缴纳证明。")
    OpinionPhrase.objects.create(verb="return", text="旧的说法", is_active=False)
    text = desk.get(page_of(person)).content.decode()
    assert "请补充社保缴纳证明。" in text
    assert "旧的说法" not in text
    url = reverse("admin:reviews_opinionphrase_add")
    desk.post(url, {"verb": "reject", "text": "材料不属实。", "position": 5, "is_active": "on"})
    assert OpinionPhrase.objects.filter(text="材料不属实。").exists()


def test_a_colleague_with_the_same_file_is_shown(desk: Client, person: Application) -> None:
    url = reverse("admin:reviews_presence", args=[person.pk])
    assert "正在审核" not in desk.post(url).content.decode()
    colleague = signed_in(make_reviewer(district_office(), full_name="王锡爵"))
    colleague.post(url)
    text = desk.post(url).content.decode()
    assert "王** 正在审核" in text
    colleague.post(page_of(person), {
        "verb": "approve", "seen_stage": person.stage, "opinion": "",
    })  # fmt: skip
    assert "王**" not in desk.post(url).content.decode()


def test_opening_a_page_writes_nothing(desk: Client, person: Application) -> None:
    before = AuditEntry.objects.count()
    desk.get(page_of(person))
    desk.get(page_of(submitted_unit()))
    assert AuditEntry.objects.count() == before
