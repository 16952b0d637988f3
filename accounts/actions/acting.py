"""Turning from oneself to a unit and back."""

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from accounts import acting
from accounts.actions.audit import record
from accounts.models import Membership, User


@transaction.atomic
def begin(
    session: SessionBase, membership: Membership, person: User, address: str | None = None
) -> None:
    """The person acts for the unit from the next request on; she has given the 经办密码."""
    acting.remember(session, membership, alone=False)
    record(person, "begin_acting", membership, {"unit": membership.unit.uscc}, address)


@transaction.atomic
def leave(session: SessionBase, person: User, address: str | None = None) -> None:
    """The person is there for herself again."""
    acting.forget(session)
    record(person, "leave_acting", person, {}, address)
