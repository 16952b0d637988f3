"""A company that its certificate has named registers: the unit, and the accounts of two people."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.actions import consents
from accounts.actions.activation import LIFETIME, issue_code
from accounts.actions.audit import record
from accounts.actions.certificates import check_registrable
from accounts.actions.codes import use_code
from accounts.actions.external import create_without_password
from accounts.actions.members import admit
from accounts.actions.sign_up import PURPOSE, refusing_what_is_taken
from accounts.actions.stash import hand_over
from accounts.certificates import Holder
from accounts.models import Consent, Membership, StashedUpload, Unit, UnitAttachment, User
from accounts.notifications import notify_contact

ADMIN, SUPER = "admin", "super"
USER_NAME_PREFIX = "ca"


@dataclass(frozen=True)
class Registration:
    """What the form asks, clean; `district` is a code."""

    district: str
    address: str
    legal_representative: str
    contact_phone: str
    contact_email: str
    admin_name: str
    admin_id_doc_type: str
    admin_id_doc_number: str
    admin_phone: str
    admin_email: str


Papers = Sequence[tuple[str, StashedUpload]]
"""Slot and file."""


def register_by_certificate(
    holder: Holder, told: Registration, papers: Papers, code: str, address: str | None = None
) -> Unit:
    """Unit, 企业管理员 (admin) and 企业超级用户 (super); one SMS tells both activation codes.

    The super account is the unit's own. Raises WrongCode, Taken or CertificateError.
    """
    with refusing_what_is_taken():
        check_registrable(holder)
        use_code(told.admin_phone, PURPOSE, code)
        unit = _create_unit(holder, told)
        # The document's number is kept to be looked at only: one person may do this for several.
        admin = create_without_password(
            USER_NAME_PREFIX,
            kind=User.Kind.ENTERPRISE,
            phone=told.admin_phone,
            email=told.admin_email,
            full_name=told.admin_name,
            id_doc_type=told.admin_id_doc_type,
            id_doc_number=told.admin_id_doc_number,
        )
        own = create_without_password(USER_NAME_PREFIX, kind=User.Kind.ENTERPRISE)
        codes = {
            "admin_code": _let_in(unit, admin, Membership.Role.ADMIN, ADMIN),
            "super_code": _let_in(unit, own, Membership.Role.LEGAL_REPRESENTATIVE, SUPER),
        }
        for slot, paper in papers:
            hand_over(paper, UnitAttachment(unit=unit, slot=slot), admin)
        consents.give(admin, Consent.Purpose.PRIVACY_NOTICE, address)
        detail = {"by": holder.authority, "serial": holder.serial}
        record(admin, "register_unit", unit, detail, address)
        notify_contact(
            "unit_registered",
            {"unit": unit.name, **codes},
            phone=told.admin_phone,
            valid_for=LIFETIME,
        )
    return unit


def _create_unit(holder: Holder, told: Registration) -> Unit:
    return Unit.objects.create(
        uscc=holder.uscc,
        name=holder.name,
        district_id=told.district,
        address=told.address,
        legal_representative=told.legal_representative,
        contact_name=told.admin_name,
        contact_phone=told.contact_phone,
        contact_email=told.contact_email,
    )


def _let_in(unit: Unit, user: User, role: str, login_name: str) -> str:
    """Makes the user a member of the unit; the code that opens the account."""
    return issue_code(admit(unit, user, role, login_name=login_name))
