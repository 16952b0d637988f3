"""People whom the first company of the demo lets act for it: one in each state of a grant."""

import datetime as dt
import random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.actions.operators import Wanted, allow_business, grant
from accounts.models import Membership, User
from portal.lib.dates import today
from portal.site.demo.cast import HANDLING_PASSWORD, PEOPLE, Person
from portal.site.demo.people import make_person, resident_id, vouch_for

AWARD = "contribution_award"


def make_operators(legal: User) -> None:
    """An administrator, an operator of one programme, and a grant that waits for its person."""
    unit = legal.memberships.get().unit
    for number, person in enumerate(PEOPLE):
        user = _register(number, person)
        wanted = Wanted(
            role=person.role,
            full_name=person.name,
            phone=person.phone,
            id_doc_number=user.id_doc_number,
            starts_on=today(),
            ends_on=today() + dt.timedelta(days=365),
        )
        membership = grant(unit.pk, wanted, legal)
        if person.role == Membership.Role.OPERATOR:
            allow_business(membership.pk, [AWARD], False, legal)
        if person.is_active:
            _activate(membership)


def _register(number: int, person: Person) -> User:
    id_number = resident_id(random.Random(8), 780 + number)
    return make_person(person.username, person.name, id_number, phone=person.phone)


def _activate(membership: Membership) -> None:
    """As if the person had taken the three steps."""
    vouch_for(membership.user)
    membership.confirmed_at = membership.activated_at = timezone.now()
    membership.handling_password = make_password(HANDLING_PASSWORD)
    membership.save(update_fields=["confirmed_at", "activated_at", "handling_password"])
