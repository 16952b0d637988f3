"""社会化引才: the registration first, its 备案主体 fixed, the award reviewed by who fits it."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.test import Client

from accounts.models import User
from programs.actions.drafts import save_answers
from programs.models import Application
from programs.queries.history import timeline
from programs.states import Action, State
from programs.submission import Incomplete, find_problems
from reviews.models import PaymentState
from tests.factories import (
    approve,
    city_office,
    make_clerk,
    make_staff,
    open_call,
    resident_id,
    submit,
)
from tests.factories.company import draft_person, judge, ready_unit
from tests.reviews.paying import started

pytestmark = pytest.mark.django_db

RECORD, AWARD = "social_referral_record", "social_referral_award"
INSTITUTION = {
    "referrer_kind": "institution",
    "institution_name": "苏州海外人才联络站",
    "institution_kind": "liaison_station",
    "institution_contact": "王先生 0512-65224600",
}


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def approved_record(clerk: User | None = None, **changes: Any) -> Application:
    part = ready_unit(RECORD, clerk)
    return approve(submit(draft_person(part, **changes)))


@pytest.mark.requirement("S0-088")
def test_who_refers_decides_what_is_asked_for() -> None:
    part = ready_unit(RECORD)
    individual = draft_person(part, referrer_kind="individual", referrer_name="")
    with pytest.raises(Incomplete, match="引荐人姓名") as refusal:
        submit(individual)
    assert "机构名称" not in str(refusal.value)
    institution = draft_person(part, **{**INSTITUTION, "institution_name": ""})
    with pytest.raises(Incomplete, match="机构名称") as refusal:
        submit(institution)
    assert "引荐人姓名" not in str(refusal.value)


@pytest.mark.requirement("S0-088")
def test_who_refers_cannot_change_after_the_first_submission(client: Client) -> None:
    record = submit(draft_person(ready_unit(RECORD)))
    assert record.fixed == {"referrer_kind": "individual"}
    record = judge(record, Action.RETURN, "补充材料")
    save_answers(record.pk, record.created_by, INSTITUTION, {})
    record.refresh_from_db()
    assert record.answers["referrer_kind"] == "individual"
    client.force_login(record.created_by)
    page = client.get(f"/my/{record.number}/").content.decode()
    assert '<select name="referrer_kind"' not in page
    assert 'data-answer-to="referrer_kind" data-value="individual"' in page
    # The database keeps it as well, whoever writes.
    rows = Application.objects.filter(pk=record.pk)
    changed = {**record.answers, "referrer_kind": "institution"}
    with pytest.raises(IntegrityError, match="fixed_answers_stay"), transaction.atomic():
        rows.update(answers=changed)
    with pytest.raises(InternalError, match="what_is_fixed_stays"), transaction.atomic():
        rows.update(answers=changed, fixed={"referrer_kind": "institution"})
    assert submit(record).state == State.PENDING_REVIEW


@pytest.mark.requirement("S0-088")
@pytest.mark.parametrize(
    ("referrer", "second"),
    [({}, "苏州市科学技术局"), (INSTITUTION, "苏州市人力资源和社会保障局")],
)
def test_who_refers_decides_who_reviews_the_award_second(
    referrer: dict[str, str], second: str
) -> None:
    clerk, number = make_clerk(), resident_id()
    approved_record(clerk, id_doc_number=number, **referrer)
    award = submit(draft_person(ready_unit(AWARD, clerk), id_doc_number=number))
    assert award.office
    assert award.office.name.endswith("人才办")
    ahead = [event.title for event in timeline(award)]
    assert sum("复审" in title for title in ahead) == 1
    award = judge(award, Action.APPROVE)
    assert award.office
    assert award.office.name == second
    award = judge(award, Action.APPROVE)
    assert award.state == State.ON_NOTICE


@pytest.mark.requirement("S0-089")
def test_an_award_needs_an_approved_registration_of_the_same_unit() -> None:
    clerk, number = make_clerk(), resident_id()
    award = draft_person(ready_unit(AWARD, clerk), id_doc_number=number)
    with pytest.raises(Incomplete, match="请先办理备案"):
        submit(award)
    elsewhere = ready_unit(RECORD, make_clerk(), open_call(2025, RECORD))
    approve(submit(draft_person(elsewhere, id_doc_number=number)))
    with pytest.raises(Incomplete, match="请先办理备案"):
        submit(award)
    record = submit(draft_person(ready_unit(RECORD, clerk), id_doc_number=number))
    with pytest.raises(Incomplete, match="请先办理备案"):
        submit(award)
    approve(record)
    # What the registration says need not be typed again.
    saved = save_answers(award.pk, award.created_by, {}, {})
    told = {key: saved.answers[key] for key in ("referrer_kind", "landed_on")}
    assert told == {"referrer_kind": "individual", "landed_on": "2025-02-01"}
    assert submit(award).state == State.PENDING_REVIEW


@pytest.mark.requirement("S0-089")
@pytest.mark.parametrize(("slug", "button"), [(RECORD, "新增备案"), (AWARD, "新增奖励")])
def test_each_list_has_its_own_button(client: Client, slug: str, button: str) -> None:
    part = ready_unit(slug)
    client.force_login(part.created_by)
    people = f"/file/{slug}/{part.call.year}/people/"
    assert re.search(
        rf"<button[^>]*>(?:(?!</button>).)*{button}</button>", page(client, people), re.S
    )
    assert client.post(f"{people}add/").status_code == 302
    draft = Application.objects.get(part="person")
    assert draft.number in page(client, people)


def test_the_same_ground_is_rewarded_once_in_whatever_year() -> None:
    clerk, number = make_clerk(), resident_id()
    approved_record(clerk, id_doc_number=number)
    earlier = ready_unit(AWARD, clerk, open_call(2025, AWARD))
    first = submit(draft_person(earlier, id_doc_number=number))
    again = draft_person(ready_unit(AWARD, clerk), id_doc_number=number)
    with pytest.raises(Incomplete, match="同一奖励事项已申报过") as refusal:
        submit(again)
    assert [problem.key for problem in refusal.value.problems] == ["ground"]
    # Another ground of the same person is another award, and a refused one counts for nothing.
    save_answers(again.pk, again.created_by, {"ground": "provincial"}, {})
    assert submit(again).state == State.PENDING_REVIEW
    judge(first, Action.REJECT, "不符合条件")
    later = draft_person(ready_unit(AWARD, clerk, open_call(2027, AWARD)), id_doc_number=number)
    assert not [each for each in find_problems(later) if each.key == "ground"]


def test_the_ground_of_a_company_is_rewarded_once_whoever_was_referred() -> None:
    clerk, numbers = make_clerk(), (resident_id(), resident_id())
    for number in numbers:
        approved_record(clerk, id_doc_number=number, landing_kind="startup")
    part = ready_unit(AWARD, clerk)
    startup: dict[str, Any] = {"ground": "startup_selected", "insured_employees": 3}
    submit(draft_person(part, id_doc_number=numbers[0], **startup))
    with pytest.raises(Incomplete, match="本企业的同一奖励事项"):
        submit(draft_person(part, id_doc_number=numbers[1], **startup))


@pytest.mark.parametrize(
    ("referrer", "payee", "account"),
    [
        ({}, "王鏊", "6222021102001234569"),
        (INSTITUTION, "苏州海外人才联络站", "32501986360000000123"),
    ],
)
def test_the_award_is_paid_to_who_referred(
    referrer: dict[str, str], payee: str, account: str
) -> None:
    clerk, number = make_clerk(), resident_id()
    approved_record(clerk, id_doc_number=number, **referrer)
    award = submit(draft_person(ready_unit(AWARD, clerk), id_doc_number=number))
    finance = make_staff("finance", city_office("finance_bureau"))
    payment = started(approve(award).call, finance)
    assert (payment.payee_name, payment.account_number) == (payee, account)
    assert payment.state == PaymentState.READY
    browser = Client()
    browser.force_login(clerk)
    assert payee in browser.get(f"/disbursement/{payment.number}/").content.decode()


@pytest.mark.requirement("S0-090")
@pytest.mark.requirement("S0-091")
def test_progress_and_detail(client: Client) -> None:
    clerk, number = make_clerk(), resident_id()
    record = approved_record(clerk, id_doc_number=number)
    award = submit(draft_person(ready_unit(AWARD, clerk), id_doc_number=number))
    client.force_login(clerk)
    for filed, title, state in (
        (record, "备案进度", "通过（人才办确认）"),
        (award, "奖励申报进度", "待审核"),
    ):
        progress = page(client, f"/file/{filed.call.program.slug}/progress/")
        assert title in progress
        row = progress[progress.index("<tbody") :]
        assert all(text in row for text in (filed.name, filed.number, state, "详情"))
        main = page(client, f"/my/{filed.number}/")
        main = main[main.index("<main") :]
        assert "备案主体" in main
        assert "王鏊" in main or filed is award
        assert "<input" not in main.replace('<input type="hidden" name="csrfmiddlewaretoken"', "")
        assert "<select" not in main
