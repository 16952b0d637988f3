"""The one door through which an application changes its state.

`move` opens a transaction, locks the row, asks the table (`states.py`), asks the rules, writes, and
appends to the log. Everybody to be told gets a notification row, every document to be made a
document row, all in the same transaction; Celery carries them out after the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import reference
from accounts.models import Office, User
from accounts.rules import UnitMembers
from portal.lib import refusals
from portal.lib.dates import add_working_days, last_day, today
from programs import claims, documents, notifications
from programs.calculations.base import Step
from programs.definitions.route import Stage
from programs.models import Application, Call, Mark, Transition
from programs.rules.access import may
from programs.states import (
    EDITABLE,
    ENDING,
    FORWARD,
    PAYING,
    STAGE_STATES,
    TRANSITIONS,
    Action,
    State,
)
from programs.submission import record_submission, take_submission, window_problems


class Refused(refusals.Refused):
    """An action that cannot be taken now. The message tells the user what to do next."""


class IllegalTransition(Refused):
    """The table does not permit the action in this state (or somebody else was quicker)."""


@dataclass(frozen=True)
class Grant:
    """What a ranking stage proposes for one application, and why."""

    amount: Decimal
    step: Step


@dataclass(frozen=True)
class MarkInput:
    """A field, repeating section or slot to be corrected, and why."""

    target: str
    key: str
    reason: str


def move(
    application_id: int,
    action: Action,
    actor: User | None,
    comment: str = "",
    *,
    marks: Sequence[MarkInput] = (),
    seen_stage: str | None = None,
    grant: Grant | None = None,
    address: str | None = None,
) -> Application:
    """Takes one action on one application and returns it in its new state.

    `actor` None means the system. `seen_stage` is the stage that a reviewer decided on: when the
    application has moved on meanwhile, nothing counts twice. `grant` is what the ranking of the
    whole list has come to, and only that lets an application pass a ranking stage. Raises
    `PermissionDenied`, `IllegalTransition`, or `ValidationError` with the problems of an
    incomplete submission.
    """
    try:
        with transaction.atomic():
            application = _lock(application_id)
            members = UnitMembers(application.unit_id, application.call.program.slug)
            _check(application, action, actor, comment, seen_stage, members)
            _take_grant(application, action, grant)
            transition = _carry_out(application, action, actor, comment.strip(), marks, address)
            _follow_up(application, transition, members)
            return application
    except IntegrityError as error:
        raise Refused(_explain(error)) from error


def _lock(application_id: int) -> Application:
    """Locks the unit's part first, then the application: everybody in the same order."""
    rows = Application.objects.raw(_LOCK, {"id": application_id})
    locked: dict[int | None, Application] = {row.pk: row for row in rows}
    application = locked.get(application_id)
    if application is None:
        raise Application.DoesNotExist
    application.unit_application = locked.get(application.unit_application_id)
    application.reference_version = version = reference.current_version()
    application.call = calls.get(version)[application.call_id]
    if application.district_id:
        application.district = reference.districts.get(version)[application.district_id]
    return application


#: One statement, whose order is that of the locks: `unit` comes after `person` in the alphabet.
_LOCK = """
SELECT * FROM programs_application
WHERE id = %(id)s OR id = (SELECT unit_application_id FROM programs_application WHERE id = %(id)s)
ORDER BY part DESC FOR UPDATE
"""


calls = reference.Kept(lambda: {c.pk: c for c in Call.objects.select_related("program")})


def _check(
    application: Application,
    action: Action,
    actor: User | None,
    comment: str,
    seen_stage: str | None,
    members: UnitMembers,
) -> None:
    state = State(application.state)
    if not may(actor, action, application, members) and (state, action) in TRANSITIONS:
        raise PermissionDenied(_("您没有办理此事项的权限。"))
    if (state, action) not in TRANSITIONS:
        raise IllegalTransition(
            _("当前状态为“{state}”，不能{action}。请刷新页面查看最新状态。").format(
                state=state.label, action=action.label
            )
        )
    if action is Action.REVISE and not application.can_be_revised:
        raise IllegalTransition(_("只有免审核、由系统自动通过的单位信息可以变更。"))
    if application.is_restricted and action not in ENDING:
        raise Refused(_("该申报件已限制处理，依法只作存储，不能再办理。"))
    if seen_stage is not None and seen_stage != application.stage:
        raise IllegalTransition(_("该申报件已进入其他环节，您的意见未生效。请刷新页面。"))
    if action in (Action.RETURN, Action.REJECT) and not comment.strip():
        raise Refused(_("请填写审核意见。"))
    if action is Action.REPORT_UP and (problems := window_problems(application)):
        raise Refused(problems[0].message)


def _take_grant(application: Application, action: Action, grant: Grant | None) -> None:
    stage = application.current_stage
    is_ranked = action is Action.APPROVE and stage is not None and stage.kind == "ranking"
    if is_ranked != (grant is not None):
        raise Refused(_("本环节按排名统一确定金额，请在“排名定档”中办理，不能单独通过。"))
    if grant:
        application.proposed_amount = grant.amount
        application.amount_working = [*application.amount_working, grant.step.as_json()]


#: What a change of state may change.
MOVED = (
    *("answers", "fixed", "waived", "name", "id_doc_type", "id_doc_hash", "id_doc_tail"),
    *("unit", "unit_name", "district"),
    *("state", "stage", "office", "stage_entered_at", "due_on"),
    *("proposed_amount", "amount_working", "approved_amount", "months", "score"),
    *("submitted_at", "decided_at", "valid_until", "updated_at"),
)


def _carry_out(
    application: Application,
    action: Action,
    actor: User | None,
    comment: str,
    marks: Sequence[MarkInput],
    address: str | None,
) -> Transition:
    before, stage_before = State(application.state), application.stage
    office_before, is_first = application.office_id, application.submitted_at is None
    if action is Action.SUBMIT:
        take_submission(application)
        stage_before = ""
    target = TRANSITIONS[before, action]
    if target == FORWARD:
        route = application.definition
        _enter(application, route.stage_after(stage_before, application.part, application.answers))
    else:
        _leave_route(application, State(target))
    reaches_offices = _reaches_offices(application, action)
    if reaches_offices:
        application.submitted_at = timezone.now()
    application.save(update_fields=MOVED)
    is_ours = action is Action.SUBMIT and application.state == State.APPROVED
    transition = Transition.objects.create(
        application=application,
        action=action,
        from_state=before,
        to_state=State.PENDING_REVIEW if is_ours else application.state,
        stage=stage_before,
        actor=actor,
        office_id=None if action is Action.SUBMIT else office_before,
        comment=comment,
        address=address,
    )
    if is_ours:
        _log_own_approval(application)
    if marks:
        Mark.objects.bulk_create(
            Mark(transition=transition, target=m.target, key=m.key, reason=m.reason) for m in marks
        )
    if reaches_offices:
        record_submission(application, transition)
        documents.order_for(application, "submitted", is_first=is_first)
    return transition


def _log_own_approval(application: Application) -> None:
    """What no office looks at, the system approves: a step of its own in the log."""
    Transition.objects.create(
        application=application,
        action=Action.APPROVE,
        from_state=State.PENDING_REVIEW,
        to_state=State.APPROVED,
    )


def _reaches_offices(application: Application, action: Action) -> bool:
    """Whether this is the step that hands the application in; the unit comes before that."""
    hands_on = action in (Action.SUBMIT, Action.REPORT_UP)
    return hands_on and application.state != State.AWAITING_UNIT


def _enter(application: Application, stage: Stage | None) -> None:
    """Puts the application into a stage, or approves it when the route is at its end."""
    if stage is None or stage.kind == "disbursement":
        _leave_route(application, State.APPROVED)
        application.stage = stage.key if stage else application.stage
        application.decided_at = timezone.now()
        application.approved_amount = application.proposed_amount
        if application.is_person and (certificate := application.definition.certificate):
            months = int(application.parameters[certificate.months])
            application.valid_until = last_day(today(), months)
        return
    application.state = STAGE_STATES[stage.kind]
    application.stage = stage.key
    application.office = _office_of(application, stage)
    application.stage_entered_at = timezone.now()
    application.due_on = add_working_days(
        today(), stage.days, reference.holidays.get(application.reference_version)
    )


def _office_of(application: Application, stage: Stage) -> Office | None:
    if stage.office_kind is None:
        return None
    if stage.scope == "unit" and (chosen := _chosen_office(application, stage)):
        return chosen
    district = None if stage.scope == "city" else application.district_id
    offices = reference.offices.get(application.reference_version)
    office = offices.get((stage.office_kind, district))
    if office is None:
        raise Refused(
            _("“{stage}”环节尚未设置受理机构，请联系平台管理员。").format(stage=stage.title)
        )
    return office


def _chosen_office(application: Application, stage: Stage) -> Office | None:
    """The office that had it in this stage before it was returned, else the unit's present choice.

    A unit that changes its 主管部门 takes nothing away from the office that began.
    """
    earlier = application.transitions.filter(stage=stage.key, office__isnull=False)
    if begun := earlier.select_related("office").order_by("-at", "-pk").first():
        return begun.office
    return application.unit.reviewing_office if application.unit else None


def _leave_route(application: Application, state: State) -> None:
    application.state = state
    application.due_on = None
    if state is State.REJECTED:
        application.decided_at = timezone.now()
    if state in EDITABLE:
        application.stage = ""


def _follow_up(application: Application, transition: Transition, members: UnitMembers) -> None:
    """What every change brings with it, in the same transaction."""
    if transition.action in PAYING:
        return
    state = State(application.state)
    if state is State.APPROVED:
        documents.order_for(application, "approved")
    if state is State.REJECTED or transition.action == Action.WITHDRAW:
        claims.release(application)
    if state is State.RETURNED and not application.is_person:
        _return_people(application, transition)
    notifications.announce(application, transition, members)


def _return_people(unit_application: Application, cause: Transition) -> None:
    """A unit that is returned takes all its people in review with it, but for restricted ones."""
    people = (
        Application.objects.filter(unit_application=unit_application)
        .filter(state__in=_states_that_permit(Action.RETURN_WITH_UNIT), restricted_at=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    # Part of the record, so in Chinese whatever language the reviewer reads.
    comment = f"单位申报信息被退回修改：{cause.comment}"
    for person_id in people:
        move(person_id, Action.RETURN_WITH_UNIT, None, comment)


def _states_that_permit(action: Action) -> list[State]:
    return [state for (state, permitted) in TRANSITIONS if permitted is action]


def _explain(error: IntegrityError) -> str:
    """A constraint's refusal in words."""
    text = str(error)
    if "one_submitted_application_per_person" in text:
        return _("该人员在本批次已有申报（可能由其他单位提交），不能重复申报。")
    if "one_open_application_per_applicant" in text:
        return _("您在本批次已有申报，请在“我的办件”中查看，不要重复申报。")
    return _("数据刚刚被其他人修改，请刷新页面后重试。")
