"""The door: one journey through it, and what comes with each step."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from programs.models import Application, Submission, Transition
from programs.states import Action, State
from programs.submission import Incomplete
from programs.workflow import IllegalTransition, MarkInput, Refused, move
from tests.factories import (
    approve,
    city_office,
    district_office,
    draft_person_application,
    draft_unit_application,
    make_clerk,
    make_reviewer,
    open_call,
    submit,
    submitted_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Application:
    return submit(draft_person_application(submitted_unit()))


@pytest.fixture
def district_reviewer() -> User:
    return make_reviewer(district_office())


@pytest.mark.requirement("S0-067")
def test_submission_starts_the_district_review_and_is_logged() -> None:
    application = submitted_unit()
    assert (application.state, application.stage) == (State.PENDING_REVIEW, "district_review")
    assert application.office == district_office()
    log = Transition.objects.get(application=application)
    assert (log.action, log.actor) == (Action.SUBMIT, application.created_by)


@pytest.mark.requirement("S0-064")
def test_people_cannot_be_submitted_before_their_unit() -> None:
    person = draft_person_application(draft_unit_application())
    with pytest.raises(Incomplete, match="请先提交“单位申报信息”"):
        submit(person)


@pytest.mark.requirement("S0-082")
def test_submission_fixes_the_proposed_amount_with_its_working(person: Application) -> None:
    assert f"{person.proposed_amount}" == "40000.00"
    assert [row["value"] for row in person.amount_working] == [
        "40000.00",
        "66000.00",
        "1000000.00",
        "40000.00",
    ]


def test_two_stages_lead_to_approval_with_the_amount(person: Application) -> None:
    person = move(person.pk, Action.APPROVE, make_reviewer(district_office()))
    assert (person.state, person.stage) == (State.PENDING_REVIEW, "city_review")
    person = move(person.pk, Action.APPROVE, make_reviewer(city_office()))
    assert person.state == State.APPROVED
    assert person.approved_amount == person.proposed_amount
    assert person.decided_at is not None


@pytest.mark.requirement("S0-069")
def test_a_returned_unit_takes_its_people_in_review_with_it(district_reviewer: User) -> None:
    unit = submitted_unit()
    waiting = [submit(draft_person_application(unit)) for _ in range(2)]
    approved = approve(submit(draft_person_application(unit)))
    draft = draft_person_application(unit)
    other = submit(draft_person_application(submitted_unit()))

    move(unit.pk, Action.RETURN, district_reviewer, "营业执照不清晰")

    states = dict(Application.objects.values_list("pk", "state"))
    assert [states[p.pk] for p in waiting] == [State.RETURNED, State.RETURNED]
    assert states[approved.pk] == State.APPROVED
    assert states[draft.pk] == State.DRAFT
    assert states[other.pk] == State.PENDING_REVIEW
    log = Transition.objects.get(application=waiting[0], action=Action.RETURN_WITH_UNIT)
    assert "营业执照不清晰" in log.comment
    assert log.actor is None


@pytest.mark.requirement("S0-070")
def test_a_unit_submitted_again_does_not_submit_its_people(district_reviewer: User) -> None:
    unit = submitted_unit()
    person = submit(draft_person_application(unit))
    move(unit.pk, Action.RETURN, district_reviewer, "请更新")
    submit(unit)
    person.refresh_from_db()
    assert person.state == State.RETURNED
    assert submit(person).state == State.PENDING_REVIEW


@pytest.mark.requirement("X-003")
@pytest.mark.parametrize("action", [Action.RETURN, Action.REJECT])
def test_a_return_needs_an_opinion(
    person: Application, district_reviewer: User, action: Action
) -> None:
    with pytest.raises(Refused, match="请填写审核意见"):
        move(person.pk, action, district_reviewer, "   ")
    person.refresh_from_db()
    assert person.state == State.PENDING_REVIEW


def test_a_return_keeps_its_marks(person: Application, district_reviewer: User) -> None:
    marks = [MarkInput("slot", "tax_certificate", "缺第二页")]
    move(person.pk, Action.RETURN, district_reviewer, "请补正", marks=marks)
    transition = Transition.objects.get(application=person, action=Action.RETURN)
    assert [(m.target, m.key, m.reason) for m in transition.marks.all()] == [
        ("slot", "tax_certificate", "缺第二页")
    ]


@pytest.mark.requirement("X-005")
def test_an_office_of_another_district_cannot_decide(person: Application) -> None:
    stranger = make_reviewer(district_office("320583"))
    with pytest.raises(PermissionDenied):
        move(person.pk, Action.APPROVE, stranger)


def test_a_stranger_cannot_submit_for_the_unit() -> None:
    application = draft_unit_application()
    with pytest.raises(PermissionDenied):
        move(application.pk, Action.SUBMIT, make_clerk())


def test_a_decision_on_a_stage_that_has_passed_does_not_count(person: Application) -> None:
    reviewer = make_reviewer(district_office())
    move(person.pk, Action.APPROVE, reviewer, seen_stage="district_review")
    with pytest.raises(IllegalTransition, match="已进入其他环节"):
        move(person.pk, Action.APPROVE, make_reviewer(city_office()), seen_stage="district_review")


@pytest.mark.requirement("S0-081")
def test_every_submission_is_kept_as_it_was(person: Application, district_reviewer: User) -> None:
    move(person.pk, Action.RETURN, district_reviewer, "请修改")
    Application.objects.filter(pk=person.pk).update(
        answers={**person.answers, "position": "副总经理"}
    )
    submit(person)
    positions = [s.answers["position"] for s in Submission.objects.filter(application=person)]
    assert positions == ["总工程师", "副总经理"]


@pytest.mark.requirement("X-013")
@pytest.mark.parametrize(("opens_in", "closes_in"), [(1, 30), (-30, -1)])
def test_outside_the_window_a_draft_stays_and_submission_is_refused(
    opens_in: int, closes_in: int
) -> None:
    call = open_call(opens_in=opens_in, closes_in=closes_in)
    application = draft_unit_application(call)
    with pytest.raises(Incomplete, match="不在申报时间内"):
        submit(application)
    application.refresh_from_db()
    assert application.state == State.DRAFT


@pytest.mark.requirement("X-013")
def test_a_call_without_end_is_open_on_any_later_day() -> None:
    call = open_call()
    call.closes_at = None
    call.save()
    assert submit(draft_unit_application(call)).state == State.PENDING_REVIEW
