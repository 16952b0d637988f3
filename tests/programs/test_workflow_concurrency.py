"""The door and every uniqueness rule under parallel requests, in real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from programs.models import Application, Transition
from programs.states import Action, State
from programs.workflow import Refused, move
from tests.factories import (
    district_office,
    draft_person_application,
    draft_unit_application,
    make_clerk,
    make_reviewer,
    open_call,
    person_answers,
    resident_id,
    submit,
    submitted_unit,
)
from tests.factories.company import draft_person
from tests.factories.disbursement import hired, hiring_unit

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Runs the works in parallel threads that start together; an exception is a result too."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def refused(results: list[Any]) -> list[Any]:
    return [r for r in results if isinstance(r, (Refused, ValidationError))]


@pytest.mark.requirement("X-012")
def test_two_tabs_submit_once() -> None:
    draft = draft_unit_application()
    results = at_once(*[lambda: submit(draft)] * 4)
    assert len(refused(results)) == 3
    assert Transition.objects.filter(application=draft).count() == 1


@pytest.mark.requirement("X-012")
def test_two_reviewers_decide_once() -> None:
    person = submit(draft_person_application(submitted_unit()))
    office = district_office()
    one, two = make_reviewer(office), make_reviewer(office)
    results = at_once(
        lambda: move(person.pk, Action.APPROVE, one, seen_stage="district_review"),
        lambda: move(person.pk, Action.RETURN, two, "缺材料", seen_stage="district_review"),
    )
    assert len([r for r in results if isinstance(r, Exception)]) == 1
    assert person.transitions.exclude(action=Action.SUBMIT).count() == 1


@pytest.mark.requirement("X-012")
def test_two_units_cannot_both_submit_one_person() -> None:
    call, number = open_call(), resident_id()
    drafts = [
        draft_person_application(submitted_unit(call, make_clerk()), id_doc_number=number)
        for _ in range(2)
    ]
    results = at_once(*[lambda draft=d: submit(draft) for d in drafts])
    assert len(refused(results)) == 1
    assert Application.objects.filter(part="person", state=State.PENDING_REVIEW).count() == 1


@pytest.mark.requirement("X-012")
def test_two_people_cannot_both_use_one_invoice() -> None:
    invoices = person_answers()["invoices"]
    unit = submitted_unit()
    drafts = [draft_person_application(unit, invoices=invoices) for _ in range(2)]
    results = at_once(*[lambda draft=d: submit(draft) for d in drafts])
    assert len(refused(results)) == 1
    assert "发票" in str(refused(results)[0])


@pytest.mark.requirement("X-012")
def test_two_people_submitted_at_once_share_what_the_units_cap_has_left() -> None:
    """A million for the year, of which 900 000 are taken; each of the two asks for 60 000."""
    unit = hiring_unit()
    for _person in range(6):
        hired(unit, recruiting_fee="300000.00")
    answers: dict[str, Any] = {
        "qualification": "doctorate",
        "position": "总工程师",
        "employed_since": "2025-07-01",
        "contract_years": 3,
        "annual_wage": "520000.00",
        "recruiting_fee": "120000.00",
    }
    drafts = [draft_person(unit, **answers) for _ in range(2)]
    results = at_once(*[lambda draft=d: submit(draft) for d in drafts])
    assert sorted(str(each.proposed_amount) for each in results) == ["40000.00", "60000.00"]


def test_a_unit_returned_while_its_person_submits_leaves_no_person_behind() -> None:
    unit = submitted_unit()
    person = draft_person_application(unit)
    reviewer = make_reviewer(district_office())
    at_once(
        lambda: submit(person), lambda: move(unit.pk, Action.RETURN, reviewer, "请更新营业执照")
    )
    person.refresh_from_db()
    assert person.state in (State.DRAFT, State.RETURNED)
