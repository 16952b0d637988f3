"""People whom the first company of the demo lets act for it: one in each state of a grant."""

import datetime as dt
import random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.actions.operators import Wanted, allow_business, grant
from accounts.models import IdentityCheck, Membership, User
from portal.lib.crypto import keyed_hash
from portal.lib.dates import today
from portal.lib.identifiers import IdDocType
from portal.site.demo.cast import HANDLING_PASSWORD, PASSWORD, PEOPLE, Person
from portal.site.demo.people import resident_id

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
    return User.objects.create_user(
        username=person.username,
        password=PASSWORD,
        kind=User.Kind.PERSON,
        full_name=person.name,
        phone=person.phone,
        id_doc_type=IdDocType.RESIDENT_ID,
        id_doc_number=id_number,
        id_doc_hash=keyed_hash(id_number),
    )


def _activate(membership: Membership) -> None:
    """As if the person had taken the three steps."""
    now = timezone.now()
    IdentityCheck.objects.create(
        user=membership.user,
        kind=IdentityCheck.Kind.REAL_PERSON,
        provider=IdentityCheck.Provider.ALIPAY,
        transaction_id=f"demo-operator-{membership.pk}",
        id_doc_hash=membership.user.id_doc_hash or "",
        passed_at=now,
    )
    membership.confirmed_at = membership.activated_at = now
    membership.handling_password = make_password(HANDLING_PASSWORD)
    membership.save(update_fields=["confirmed_at", "activated_at", "handling_password"])
