"""人才直通车: the unit approved by us, what keeps a person from being filed for again, papers."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.test import Client

from accounts.models import AuditEntry
from portal.lib.crypto import keyed_hash
from programs.actions.documents import revoke
from programs.jobs import lapse_grants
from programs.models import Application, Call, Document
from programs.rules.access import can_review
from programs.states import Action, State
from programs.submission import Incomplete, find_problems
from programs.workflow import IllegalTransition, move
from tests.factories import (
    approve,
    city_office,
    make_clerk,
    make_reviewer,
    open_call,
    resident_id,
    submit,
)
from tests.factories.company import draft_person, draft_unit, fill, judge, ready_unit
from tests.factories.own import make_identified_person
from tests.programs.pages import sending_button

pytestmark = pytest.mark.django_db

SLUG = "talent_fast_track"
Freeze = Callable[[str], None]


@pytest.fixture(autouse=True)
def _offices() -> None:
    city_office()


@pytest.fixture
def call() -> Call:
    call = open_call(slug=SLUG)
    call.opens_at, call.closes_at = call.opens_at.replace(month=1), None
    call.save()
    return call


def problem_texts(application: Application) -> str:
    return " ".join(problem.message for problem in find_problems(application))


@pytest.mark.requirement("S0-093")
def test_it_is_open_on_any_day_and_its_card_says_so(
    call: Call, client: Client, freeze: Freeze
) -> None:
    page = client.get("/programs/").content.decode()
    assert "普惠政策" in page
    assert "人才乐居" in page
    assert "常态申报" in client.get(f"/programs/{SLUG}/").content.decode()
    clerk = make_clerk()
    # On any day, also of a year whose own call has not been made yet.
    for moment in ("2026-11-22 03:00", "2027-01-01 00:00", "2036-11-21 10:00"):
        freeze(moment)
        client = Client()  # nobody stays signed in for so long
        client.force_login(clerk)
        card = client.get("/programs/?group=universal").content.decode()
        assert "常态申报" in card
        assert f'href="/file/{SLUG}/"' in card
        opened = client.get(f"/file/{SLUG}/", follow=True)
        assert opened.redirect_chain[-1][0] == f"/file/{SLUG}/2026/unit/"
        assert "保存并提交" in opened.content.decode()
    assert ready_unit(SLUG, clerk, call).state == State.APPROVED


@pytest.mark.requirement("S0-103")
def test_the_units_part_is_approved_by_the_system_as_soon_as_it_is_submitted(call: Call) -> None:
    part = ready_unit(SLUG, call=call)
    assert part.state == State.APPROVED
    steps = list(part.transitions.order_by("pk"))
    assert [(s.action, s.from_state, s.to_state, s.actor) for s in steps] == [
        (Action.SUBMIT, State.DRAFT, State.PENDING_REVIEW, part.created_by),
        (Action.APPROVE, State.PENDING_REVIEW, State.APPROVED, None),
    ]


@pytest.mark.requirement("S0-104")
def test_changed_data_of_the_unit_make_a_new_version_and_are_approved_again(
    call: Call, client: Client
) -> None:
    part = ready_unit(SLUG, call=call)
    client.force_login(part.created_by)
    page = f"/file/{SLUG}/2026/unit/"
    assert "变更信息" in client.get(page).content.decode()
    assert client.post(f"{page}revise/").status_code == 302
    part.refresh_from_db()
    assert part.state == State.DRAFT
    assert sending_button(client.get(page).content.decode()) == "重新提交"
    fill(part, {"unit_category": "state_owned"})
    part = submit(part)
    assert part.state == State.APPROVED
    versions = [each.answers["unit_category"] for each in part.submissions.order_by("pk")]
    assert versions == ["private", "state_owned"]
    assert part.transitions.filter(action=Action.APPROVE, actor=None).count() == 2


def test_nothing_that_an_office_granted_can_be_opened_again(call: Call) -> None:
    part = ready_unit(SLUG, call=call)
    granted = approve(submit(draft_person(part)))
    with pytest.raises(IllegalTransition):
        move(granted.pk, Action.REVISE, granted.created_by)
    with pytest.raises(InternalError, match="legal_moves_only"), transaction.atomic():
        Application.objects.filter(pk=granted.pk).update(state=State.DRAFT)


@pytest.mark.requirement("S0-098")
def test_the_subdistrict_is_asked_of_enterprises_and_belongs_to_the_district(call: Call) -> None:
    part = draft_unit(call, subdistrict="")
    assert "请填写“街道（乡镇）”" in problem_texts(part)
    fill(part, {"subdistrict": "s320576050"})  # 娄葑街道, of another district
    assert "“娄葑街道”与表中其他选项不相符" in problem_texts(part)
    fill(part, {"subdistrict": "s320508018"})
    assert problem_texts(part) == ""
    fill(part, {"unit_kind": "public_institution", "unit_category": "public_welfare_1"})
    assert problem_texts(part) == ""
    assert "subdistrict" not in submit(part).answers


@pytest.mark.requirement("S0-096")
def test_the_categories_are_those_of_the_kind_of_unit(call: Call) -> None:
    part = draft_unit(call, unit_category="public_welfare_1")
    assert "“公益一类事业单位”与表中其他选项不相符" in problem_texts(part)


@pytest.mark.requirement("S0-109")
@pytest.mark.parametrize(
    ("kind", "name", "doc_type", "is_waived"),
    [
        ("real_name", "仇英", "resident_id", True),
        ("real_person", "仇英", "resident_id", True),
        ("real_name", "别人", "resident_id", False),
        (None, "仇英", "resident_id", False),
        ("real_name", "仇英", "passport", False),
    ],
)
def test_verified_people_need_no_copy_of_their_resident_id(
    call: Call, kind: str | None, name: str, doc_type: str, is_waived: bool
) -> None:
    number = resident_id()
    if kind:
        make_identified_person(kind, id_doc_number=number, id_doc_hash=keyed_hash(number))
    stated = number if doc_type == "resident_id" else "E12345678"
    person = draft_person(
        ready_unit(SLUG, call=call),
        name=name,
        id_doc_type=doc_type,
        id_doc_number=stated,
        without=["id_document"],
    )
    asks = "请上传“身份证件”" in problem_texts(person)
    assert asks is not is_waived
    if is_waived:
        assert submit(person).waived == ["id_document"]
    else:
        with pytest.raises(Incomplete, match="身份证件"):
            submit(person)


@pytest.mark.requirement("S0-112")
def test_nobody_is_filed_for_twice_while_under_review_or_returned(call: Call) -> None:
    part, number = ready_unit(SLUG, call=call), resident_id()
    first = submit(draft_person(part, id_doc_number=number))
    second = draft_person(part, id_doc_number=number)
    elsewhere = draft_person(ready_unit(SLUG, call=call), id_doc_number=number)
    for _state in ("pending", "returned"):
        with pytest.raises(Incomplete, match="已为该人员建立申报"):
            submit(second)
        with pytest.raises(Incomplete, match="已有申报"):
            submit(elsewhere)
        if first.state == State.PENDING_REVIEW:
            first = judge(first, Action.RETURN, "补充材料")
    assert submit(first).state == State.PENDING_REVIEW


@pytest.mark.requirement("S0-114")
def test_who_was_refused_may_be_filed_for_again(call: Call) -> None:
    part, number = ready_unit(SLUG, call=call), resident_id()
    first = submit(draft_person(part, id_doc_number=number))
    judge(first, Action.REJECT, "不符合条件")
    assert submit(draft_person(part, id_doc_number=number)).state == State.PENDING_REVIEW


@pytest.mark.requirement("S0-113")
def test_a_new_filing_is_taken_from_the_day_after_the_certificate_ends(
    call: Call, freeze: Freeze
) -> None:
    part, number = ready_unit(SLUG, call=call), resident_id()
    freeze("2026-11-21 10:00")
    granted = approve(submit(draft_person(part, id_doc_number=number)))
    assert granted.valid_until == date(2027, 11, 20)
    freeze("2027-11-20 23:59")
    lapse_grants()
    again = draft_person(part, id_doc_number=number)
    with pytest.raises(Incomplete, match="证书有效期至 2027-11-20"):
        submit(again)
    # The database says so as well, whoever writes.
    with pytest.raises(IntegrityError, match="one_open"), transaction.atomic():
        Application.objects.filter(pk=again.pk).update(id_doc_hash=granted.id_doc_hash)
    freeze("2027-11-21 00:01")  # before the clock's own job of that night
    assert submit(again).state == State.PENDING_REVIEW
    granted.refresh_from_db()
    assert granted.lapsed_on == date(2027, 11, 21)
    with pytest.raises(InternalError, match="what_is_fixed_stays"), transaction.atomic():
        Application.objects.filter(pk=granted.pk).update(lapsed_on=None)


@pytest.mark.requirement("S0-113")
def test_a_certificate_of_another_years_call_counts_as_well(call: Call) -> None:
    number, clerk = resident_id(), make_clerk()
    earlier = open_call(2025, SLUG)
    approve(submit(draft_person(ready_unit(SLUG, clerk, earlier), id_doc_number=number)))
    again = draft_person(ready_unit(SLUG, clerk, call), id_doc_number=number)
    with pytest.raises(Incomplete, match="期满次日起方可再次申报"):
        submit(again)


def test_a_revoked_certificate_keeps_nobody_from_filing(call: Call) -> None:
    part, number = ready_unit(SLUG, call=call), resident_id()
    granted = approve(submit(draft_person(part, id_doc_number=number)))
    certificate = granted.documents.get(kind=Document.Kind.CERTIFICATE)
    assert granted.office
    reviewer = make_reviewer(granted.office)
    assert can_review(reviewer, granted)
    revoke(certificate.pk, "材料不实", reviewer)
    assert submit(draft_person(part, id_doc_number=number)).state == State.PENDING_REVIEW
    assert AuditEntry.objects.filter(action="lapse_grant", actor=reviewer).count() == 1


def test_the_clock_lapses_what_has_run_out_and_nothing_else(call: Call, freeze: Freeze) -> None:
    part = ready_unit(SLUG, call=call)
    freeze("2026-03-01 10:00")
    old = approve(submit(draft_person(part)))
    freeze("2026-09-01 10:00")
    young = approve(submit(draft_person(part)))
    freeze("2027-03-01 00:05")
    lapse_grants()
    lapse_grants()
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.lapsed_on, young.lapsed_on) == (date(2027, 3, 1), None)
    assert AuditEntry.objects.filter(action="lapse_grant").count() == 1
