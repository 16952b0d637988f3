"""New accounts. Everything of a registration is written in one transaction, or nothing is."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import consents, members
from accounts.actions.audit import record
from accounts.actions.codes import use_code
from accounts.actions.stash import hand_over
from accounts.models import (
    Consent,
    District,
    JoinRequest,
    Membership,
    StashedUpload,
    Unit,
    UnitAttachment,
    User,
    VerificationCode,
)
from accounts.queries import own_membership
from portal.lib.crypto import keyed_hash

PURPOSE = VerificationCode.Purpose.SIGN_UP

# Constraint of the database → field of the form.
FIELD_OF_CONSTRAINT = {
    "accounts_user_username_key": "username",
    "one_account_per_user_name": "username",
    "one_account_per_kind_and_phone": "phone",
    "one_account_per_kind_and_document": "id_doc_number",
    "accounts_unit_uscc_key": "uscc",
}


class Taken(Exception):
    """Somebody else has it already; `field` says what."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class UnitSignUp:
    """What the registration form of a company asks."""

    username: str
    unit_name: str
    district: District
    uscc: str
    phone: str
    code: str
    password: str


@dataclass(frozen=True, slots=True)
class PersonSignUp:
    """What the registration form of a person asks; the document number is clean already."""

    id_doc_type: str
    id_doc_number: str
    full_name: str
    phone: str
    code: str
    password: str


def register_unit(
    sign_up: UnitSignUp, certificate: StashedUpload, address: str | None = None
) -> User:
    """A company and its own account. Raises WrongCode or Taken."""
    with refusing_what_is_taken():
        user = _create_enterprise_user(sign_up, address)
        unit = Unit.objects.create(
            uscc=sign_up.uscc,
            name=sign_up.unit_name,
            district=sign_up.district,
            contact_phone=sign_up.phone,
        )
        members.admit(unit, user, Membership.Role.LEGAL_REPRESENTATIVE)
        slot = UnitAttachment.Slot.USCC_CERTIFICATE
        hand_over(certificate, UnitAttachment(unit=unit, slot=slot), user)
        record(user, "register_unit", unit, address=address)
    return user


def ask_to_join(sign_up: UnitSignUp, address: str | None = None) -> JoinRequest:
    """An account that belongs to no unit yet, and a request to the unit of the same USCC.

    Raises WrongCode, Taken, or Unit.DoesNotExist.
    """
    unit = Unit.objects.get(uscc=sign_up.uscc)
    with refusing_what_is_taken():
        user = _create_enterprise_user(sign_up, address)
        return members.ask_to_join(unit, user, _("新注册的账号申请加入"), address)


def register_person(sign_up: PersonSignUp, address: str | None = None) -> User:
    """An individual, bound to a document for good. Raises WrongCode or Taken."""
    with refusing_what_is_taken():
        use_code(sign_up.phone, PURPOSE, sign_up.code)
        return _create_user(
            # People sign in by phone; the user name only has to be different from all others.
            f"p{secrets.token_hex(6)}",
            sign_up.password,
            address,
            kind=User.Kind.PERSON,
            phone=sign_up.phone,
            full_name=sign_up.full_name,
            id_doc_type=sign_up.id_doc_type,
            id_doc_number=sign_up.id_doc_number,
            id_doc_hash=keyed_hash(sign_up.id_doc_number),
        )


def mask_user_name(name: str) -> str:
    """hr_chen → h***n: its owner knows it again, nobody else learns it."""
    return f"{name[0]}***{name[-1]}"


def holder_of(uscc: str) -> str:
    """The masked user name of a registered unit's own account; "" where there is none."""
    membership = own_membership(uscc)
    return mask_user_name(membership.user.username) if membership else ""


def _create_enterprise_user(sign_up: UnitSignUp, address: str | None) -> User:
    use_code(sign_up.phone, PURPOSE, sign_up.code)
    return _create_user(
        sign_up.username,
        sign_up.password,
        address,
        kind=User.Kind.ENTERPRISE,
        phone=sign_up.phone,
    )


def _create_user(username: str, password: str, address: str | None, **fields: Any) -> User:
    user = User.objects.create_user(username=username, password=password, **fields)
    consents.give(user, Consent.Purpose.PRIVACY_NOTICE, address)
    return user


@contextmanager
def refusing_what_is_taken() -> Iterator[None]:
    """A transaction in which a broken uniqueness rule raises Taken, also when two people race."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in FIELD_OF_CONSTRAINT:
            raise
        raise Taken(FIELD_OF_CONSTRAINT[name]) from error
