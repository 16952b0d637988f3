"""The table of transitions: every (state, action) pair, in code and in the database."""

from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from accounts.models import User
from programs.models import Application
from programs.rules.access import APPLICANT_ACTIONS, PAYING_ACTIONS, SYSTEM_ACTIONS, UNIT_ACTIONS
from programs.states import TRANSITIONS, Action, State, permitted_pairs
from programs.workflow import IllegalTransition, move
from tests.factories import (
    city_office,
    district_office,
    draft_person_application,
    make_reviewer,
    make_staff,
    submit,
    submitted_unit,
)
from tests.factories.own import clerk_of, draft_own_application

pytestmark = pytest.mark.django_db

EVERY_PAIR = list(product(State, Action))
#: Not for a person, whatever the table says (tests/programs/test_unit_approved_by_us.py).
OF_UNITS = (State.APPROVED, State.DRAFT)


def put_into(application: Application, state: State) -> None:
    """Writes a state without the door, as no code may: the trigger is held off for the test."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE programs_application SET state = %s, submitted_at = now(),"
            " approved_amount = 0, office_id = %s, stage = 'district_review' WHERE id = %s",
            [state, district_office().pk, application.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    application.refresh_from_db()


def actor_of(action: Action, application: Application) -> User | None:
    """Somebody who has the right to take the action."""
    if action in SYSTEM_ACTIONS:
        return None
    if action in APPLICANT_ACTIONS:
        return application.created_by
    if action in PAYING_ACTIONS:
        return make_staff("finance", city_office("finance_bureau"))
    if application.is_own and action in UNIT_ACTIONS:
        return clerk_of(application)
    return make_reviewer(district_office())


@pytest.mark.requirement("X-001")
@pytest.mark.parametrize(("state", "action"), EVERY_PAIR)
def test_the_door_opens_for_permitted_pairs_only(state: State, action: Action) -> None:
    application = draft_person_application(submitted_unit())
    if state is State.AWAITING_UNIT:
        application = draft_own_application()
    put_into(application, state)
    actor = actor_of(action, application)
    if (state, action) in TRANSITIONS and action is not Action.REVISE:
        moved = move(application.pk, action, actor, "理由")
        assert (state, State(moved.state)) in permitted_pairs()
        assert application.transitions.get().to_state == moved.state
    else:
        with pytest.raises(IllegalTransition, match=r"当前状态为|免审核"):
            move(application.pk, action, actor, "理由")
        application.refresh_from_db()
        assert application.state == state
        assert not application.transitions.exists()


@pytest.mark.requirement("X-001")
@pytest.mark.parametrize("before", State)
def test_the_database_refuses_every_other_change_of_state(before: State) -> None:
    application = draft_person_application(submitted_unit())
    update = Application.objects.filter(pk=application.pk)
    for after in State:
        put_into(application, before)
        if before == after or (before, after) in permitted_pairs() - {OF_UNITS}:
            update.update(state=after)
            continue
        with (
            pytest.raises((InternalError, IntegrityError), match="legal_moves_only"),
            transaction.atomic(),
        ):
            update.update(state=after)


@pytest.mark.requirement("X-001")
def test_the_vocabulary_is_the_manuals() -> None:
    assert {str(state.label) for state in State} == {
        "草稿", "待审核", "退回修改", "审核不通过", "通过（人才办确认）",
        "请联系所属企业进行提交", "待预审", "公示中", "待拨付", "已拨付", "待上传收据",
    }  # fmt: skip


@pytest.mark.requirement("X-002")
def test_the_database_freezes_what_was_submitted() -> None:
    application = submit(draft_person_application(submitted_unit()))
    rows = Application.objects.filter(pk=application.pk)
    changes: list[dict[str, Any]] = [{"answers": {}}, {"name": "别人"}, {"id_doc_hash": "x"}]
    for change in changes:
        with pytest.raises(InternalError, match="submitted_is_frozen"), transaction.atomic():
            rows.update(**change)
    attachment = application.attachments.all()[0]
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        attachment.delete()
    attachment.pk = None
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        attachment.save(force_insert=True)
    with pytest.raises(InternalError, match="only_drafts_are_deleted"), transaction.atomic():
        rows._raw_delete("default")


@pytest.mark.requirement("X-011")
def test_the_log_cannot_be_changed() -> None:
    application = submitted_unit()
    log = application.transitions.all()
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        log.update(comment="改写")
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        log._raw_delete("default")
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        application.submissions.update(answers={})


@pytest.mark.requirement("X-011")
def test_the_log_says_who_when_from_where() -> None:
    address = "192.0.2.7"
    application = submit(draft_person_application(submitted_unit()))
    reviewer = make_reviewer(district_office())
    move(application.pk, Action.RETURN, reviewer, "缺材料", address=address)
    entry = application.transitions.last()
    assert entry is not None
    assert (entry.actor, entry.office, entry.address) == (reviewer, district_office(), address)
    assert (entry.from_state, entry.to_state, entry.comment) == (
        State.PENDING_REVIEW,
        State.RETURNED,
        "缺材料",
    )
