"""Who of a unit is told of a change, and who may make it: one rule, read once."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Business, BusinessGrant, Notification, User
from accounts.rules import UnitMembers, acts_for
from portal.lib.dates import today
from programs.models import Application
from tests.factories import (
    draft_person_application,
    make_clerk,
    make_member,
    make_person,
    submit,
    submitted_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed() -> Application:
    """The part of a unit; its people are told of every person that is submitted under it."""
    return submitted_unit()


def _told(filed: Application) -> set[User]:
    Notification.objects.all().delete()
    submit(draft_person_application(filed))
    return {notice.recipient for notice in Notification.objects.select_related("recipient")}


def test_a_person_with_a_pending_grant_is_not_told(filed: Application) -> None:
    pending, active = make_person(), make_person()
    make_member(filed.named_unit, pending, activated_at=None)
    make_member(filed.named_unit, active)
    assert _told(filed) == {filed.created_by, active}


def test_operators_without_the_business_are_not_told(filed: Application) -> None:
    without, granted = make_person(), make_person()
    make_member(filed.named_unit, without, all_business=False)
    member = make_member(filed.named_unit, granted, all_business=False)
    slug = filed.definition.slug
    business, _created = Business.objects.get_or_create(code=slug, defaults={"name": slug})
    BusinessGrant.objects.create(membership=member, business=business)
    assert _told(filed) == {filed.created_by, granted}


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({}, True),
        ({"activated_at": None}, False),
        ({"is_active": False}, False),
        ({"starts_on": 1}, False),
        ({"starts_on": 0}, True),
        ({"ends_on": 0}, True),
        ({"ends_on": -1}, False),
    ],
)
def test_the_members_of_a_unit_are_those_who_act_for_it(
    changes: dict[str, Any], stands: bool
) -> None:
    clerk = make_clerk()
    unit = clerk.memberships.get().unit
    dated: dict[str, Any] = {
        key: today() + dt.timedelta(days=value) if type(value) is int else value
        for key, value in changes.items()
    }
    operator = make_person()
    operator.acting_under = make_member(unit, operator, **dated).pk
    assert acts_for(operator, unit.pk, "any") is stands
    assert UnitMembers(unit.pk, "any").include(operator) is stands
    assert (operator in UnitMembers(unit.pk, "any").users) is stands


def test_who_is_switched_off_or_there_for_herself_does_not_act(filed: Application) -> None:
    unit = filed.named_unit
    off, herself = make_clerk(unit, role="operator"), make_person()
    make_member(unit, herself, activated_at=timezone.now())
    off.is_active = False
    off.save()
    members = UnitMembers(unit.pk, "any")
    assert not members.include(off)
    assert not members.include(herself)
    assert members.users == [filed.created_by, herself]
