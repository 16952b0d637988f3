"""账号变更: the company's present accounts are told, but not while the visitor waits."""

import pytest
from django.test import Client

from accounts.actions import account_changes
from accounts.jobs import tell_account_holders
from accounts.models import AccountChange, Membership, Notification, Unit, User
from portal.settings.schedule import CELERY_BEAT_SCHEDULE
from tests.factories import make_clerk, make_person, make_staff, make_unit
from tests.factories.people import make_member

from .getting_in import messages_to
from .test_account_change import ask

pytestmark = pytest.mark.django_db
KIND = "account_change_asked"


@pytest.fixture
def holder() -> User:
    return make_clerk()


@pytest.fixture
def unit(holder: User) -> Unit:
    return holder.memberships.get().unit


def told() -> set[User]:
    return {notice.recipient for notice in Notification.objects.filter(kind=KIND)}


@pytest.mark.parametrize("kind", ["enterprise", "admin"])
def test_who_administers_the_unit_is_told_once_and_afterwards(
    client: Client, unit: Unit, holder: User, kind: str
) -> None:
    admin = make_clerk(unit, role="admin")
    make_clerk(unit, role="operator")
    make_clerk()
    change = ask(client, unit, kind=kind)
    assert told() == set()

    tell_account_holders()
    tell_account_holders()

    assert told() == {holder, admin}
    notice = Notification.objects.get(kind=KIND, recipient=holder)
    assert (notice.unit, change.number in notice.body) == (unit, True)
    (sms,) = messages_to(str(holder.phone))
    assert unit.name in sms
    assert change.phone not in notice.body + sms


def test_a_former_administrator_is_not_told(client: Client, unit: Unit, holder: User) -> None:
    gone = make_member(unit, make_person(), role="admin", is_active=False)
    ask(client, unit)
    tell_account_holders()
    assert told() == {holder}
    assert gone.role == Membership.Role.ADMIN


def test_a_request_about_no_unit_is_looked_at_once(client: Client) -> None:
    change = ask(client, None)
    tell_account_holders()
    change.refresh_from_db()
    assert change.holders_told_at
    assert told() == set()


def test_the_clock_starts_the_job_too() -> None:
    started = {entry["task"] for entry in CELERY_BEAT_SCHEDULE.values()}
    assert {account_changes.TELL_HOLDERS, tell_account_holders.name} <= started


def test_what_was_decided_meanwhile_is_not_told(client: Client) -> None:
    clerk = make_clerk(make_unit())
    change = ask(client, clerk.memberships.get().unit)
    account_changes.refuse(change.pk, "材料不全", make_staff("system_admin"))
    tell_account_holders()
    assert told() == set()
    assert AccountChange.objects.get().holders_told_at is None
