"""What happened to an application, as its applicant is shown it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programs.answers import unpack
from programs.definitions.route import Stage
from programs.models import Application, Mark, Transition
from programs.states import GRANTED, Action, State


@dataclass(frozen=True)
class Event:
    """One entry of 审核情况; rendered by components/timeline.html."""

    state: str
    title: str
    text: str = ""
    opinion: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Return:
    """The last return for correction: the opinion, what it points at, what was submitted then."""

    opinion: str
    by: str
    at: dt.datetime
    marks: list[Mark] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    def reason(self, target: str, key: str) -> str:
        return next((m.reason for m in self.marks if (m.target, m.key) == (target, key)), "")


def timeline(application: Application) -> list[Event]:
    """Every step taken, then the stages that are still to come."""
    transitions = application.transitions.select_related("office").order_by("at", "pk")
    return [_event(application, step) for step in transitions] + list(_ahead(application))


def last_return(application: Application) -> Return | None:
    """Why the application is back with its applicant; None unless it is 退回修改."""
    if application.state != State.RETURNED:
        return None
    returned = application.transitions.filter(to_state=State.RETURNED)
    last = (
        returned.select_related("office").prefetch_related("marks").order_by("-at", "-pk").first()
    )
    if last is None:
        return None
    submission = application.submissions.order_by("-at", "-pk").first()
    answers = unpack(application.form, submission.answers) if submission else {}
    by = str(last.office) if last.office else _unit_or_system(application, last)
    return Return(last.comment, by, last.at, list(last.marks.all()), answers)


def _unit_or_system(application: Application, step: Transition) -> str:
    """Who gave it back where no office did: the unit that a person had handed it to, or we."""
    return application.unit_name if application.is_own and step.actor_id else _("系统")


_MOODS = {
    Action.RETURN: "warn",
    Action.RETURN_WITH_UNIT: "warn",
    Action.REJECT: "bad",
}


def _event(application: Application, step: Transition) -> Event:
    route = application.definition.route_of(application.part)
    stage = next((s for s in route if s.key == step.stage), None)
    action = Action(step.action)
    title = str(stage.title) + _("：") + str(action.label) if stage else str(action.label)
    where = str(step.office) if step.office else _side(application, step)
    return Event(_MOODS.get(action, "done"), title, where, step.comment, step.at)


def _side(application: Application, step: Transition) -> str:
    """Who took a step that no office took."""
    if step.action == Action.APPROVE:
        return _("系统自动通过")
    if step.action == Action.CONCLUDE_NOTICE:
        return ""
    by_person = application.is_own and step.action in (Action.SUBMIT, Action.WITHDRAW)
    return application.name if by_person else application.unit_name


def _ahead(application: Application) -> list[Event]:
    """The stage where the application is now, and those after it."""
    if application.state in GRANTED or application.state == State.REJECTED:
        return []
    stage = application.current_stage
    if stage is None or not application.due_on:
        return [Event("todo", str(stage.title)) for stage in _stages_after(application, "")]
    limit = ""
    if application.state != State.ON_NOTICE:  # whose end stands in the notice
        limit = _("{office}（办理期限 {day}）").format(
            office=application.office or application.unit_name, day=application.due_on
        )
    ahead = [Event("todo", str(later.title)) for later in _stages_after(application, stage.key)]
    return [Event("current", str(stage.title), limit), *ahead]


def _stages_after(application: Application, key: str) -> Iterator[Stage]:
    """The stages still to come, as the answers stand now."""
    definition, part = application.definition, application.part
    while stage := definition.stage_after(key, part, application.answers):
        yield stage
        key = stage.key
