"""我的办件: everything that a unit or a person has filed, and how much of it stands where."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from accounts.rules import acts_as_self
from programs.models import Application
from programs.queries.filing import count_states, filed_by_person, filed_by_unit
from programs.states import GRANTED, IN_REVIEW, State


@dataclass(frozen=True)
class Group:
    """States that are one thing to who filed; an empty key stands for all there are."""

    key: str
    label: Promise
    states: Collection[State]
    #: The state whose colour the group has.
    look: State | str
    of_persons_only: bool = False


GROUPS = (
    Group("", _("全部"), frozenset(State), ""),
    Group("draft", _("待完善"), {State.DRAFT}, State.DRAFT),
    Group("returned", _("退回修改"), {State.RETURNED}, State.RETURNED),
    Group(
        "awaiting_unit",
        _("待单位上报"),
        {State.AWAITING_UNIT},
        State.AWAITING_UNIT,
        of_persons_only=True,
    ),
    Group("in_review", _("审核中"), IN_REVIEW | {State.ON_NOTICE}, State.PENDING_REVIEW),
    Group("granted", _("已通过"), GRANTED, State.APPROVED),
    Group("rejected", _("审核不通过"), {State.REJECTED}, State.REJECTED),
)


@dataclass(frozen=True)
class GroupCount:
    """How many are in a group."""

    group: Group
    number: int


def work_of(user: User, membership: Membership | None) -> QuerySet[Application]:
    """What the unit has filed for which one acts, as far as allowed; else what one has oneself."""
    if membership:
        return filed_by_unit(membership)
    return filed_by_person(user.pk)


def group_named(key: str) -> Group:
    """The group of that key; nonsense means all."""
    return next((group for group in GROUPS if group.key == key), GROUPS[0])


def count_groups(user: User, membership: Membership | None) -> list[GroupCount]:
    """How many stand where, by one query for all groups."""
    by_state = count_states(work_of(user, membership)).by_state
    shown = [group for group in GROUPS if acts_as_self(user) or not group.of_persons_only]
    return [
        GroupCount(group, sum(by_state.get(state, 0) for state in group.states)) for group in shown
    ]
