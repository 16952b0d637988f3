"""Granting, taking up and using the right to act for a unit, in the words of these tests."""

import datetime as dt
import secrets

from django.test import Client
from django.utils import timezone

from accounts.actions import handling, operators
from accounts.actions.operators import Wanted
from accounts.models import IdentityCheck, Membership, Unit, User
from portal.lib.dates import today
from tests.factories import make_person

HANDLING_PASSWORD = "Banshi-2026!"


def wanted(person: User, role: str = "operator", **fields: object) -> Wanted:
    values: dict[str, object] = {
        "role": role,
        "full_name": person.full_name,
        "phone": person.phone,
        "id_doc_number": person.id_doc_number,
        "starts_on": today(),
        "ends_on": today() + dt.timedelta(days=30),
    }
    return Wanted(**{**values, **fields})  # type: ignore[arg-type]


def typed(person: User, role: str = "operator", **fields: str) -> dict[str, str]:
    """What somebody types into 开通授权."""
    values = {
        "role": role,
        "full_name": person.full_name,
        "phone": str(person.phone),
        "id_doc_number": person.id_doc_number,
        "starts_on": "",
        "ends_on": "",
    }
    return {**values, **fields}


def granted(unit: Unit, actor: User, role: str = "operator", **fields: object) -> Membership:
    """A grant that its person has not taken up yet."""
    return operators.grant(unit.pk, wanted(make_person(), role, **fields), actor)


def show_face(person: User) -> None:
    """实人认证, passed now."""
    IdentityCheck.objects.create(
        user=person,
        kind=IdentityCheck.Kind.REAL_PERSON,
        provider=IdentityCheck.Provider.ALIPAY,
        transaction_id=secrets.token_hex(8),
        id_doc_hash=person.id_doc_hash or "",
        passed_at=timezone.now(),
    )


def activated(unit: Unit, actor: User, role: str = "operator", **fields: object) -> Membership:
    """A grant that its person has taken up, with `HANDLING_PASSWORD`."""
    membership = granted(unit, actor, role, **fields)
    handling.confirm(membership.pk, membership.user)
    show_face(membership.user)
    handling.set_handling_password(membership.pk, HANDLING_PASSWORD, membership.user)
    membership.refresh_from_db()
    return membership


def log_in_as_operator(person: User, client: Client | None = None) -> Client:
    client = client or Client()
    data = {"login": person.phone, "password": HANDLING_PASSWORD}
    answer = client.post("/accounts/login/operator/", data)
    assert answer.status_code == 302, answer.content.decode()
    return client
