"""Signing in through the provincial service network: whose account, or a new one."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import consents, external
from accounts.actions.audit import record
from accounts.actions.identity_checks import note_vouched
from accounts.actions.members import admit
from accounts.models import (
    Consent,
    District,
    ExternalIdentity,
    IdentityCheck,
    LegacyUnit,
    Membership,
    Office,
    Unit,
    User,
)
from accounts.queries import own_membership
from accounts.service_network import NetworkPerson, NetworkUnit
from portal.lib.refusals import Refused


@transaction.atomic
def find_account(who: NetworkPerson | NetworkUnit, address: str | None = None) -> User | None:
    """The account that somebody from the network opens; None when there is none yet.

    A person's is found by the outside account, else by the document; a unit's by its USCC only,
    so that it follows the unit through every change of staff. Raises Refused when the account is
    closed or the document belongs to somebody of another name.
    """
    if isinstance(who, NetworkUnit):
        return _find_unit_account(who, address)
    user = external.find_or_bind(who, address)
    if user is not None:
        _keep_check(user, who, address)
        record(user, "sign_in_by_network", user, {"account": "personal"}, address)
    return user


@transaction.atomic
def create_person(person: NetworkPerson, address: str | None = None) -> User:
    """An account for somebody who agreed to the privacy notice just now."""
    user = external.create_person(person, address)
    _keep_check(user, person, address)
    return user


@transaction.atomic
def create_unit_account(
    who: NetworkUnit, district: District | None, office: Office | None, address: str | None = None
) -> User:
    """The unit's own account, and the unit when it is new; its earlier registration is attached.

    `district` and `office` are what the visitor chose; what the unit or its earlier registration
    says already stands. Raises Refused when something is missing or somebody was faster.
    """
    try:
        with transaction.atomic():
            unit = _unit_of(who, district, office)
            user = external.create_without_password(who.user_name_prefix, kind=User.Kind.ENTERPRISE)
            admit(unit, user, Membership.Role.LEGAL_REPRESENTATIVE)
    except IntegrityError:
        raise Refused(_("该单位刚刚已完成登记，请返回登录页重新登录。")) from None
    consents.give(user, Consent.Purpose.PRIVACY_NOTICE, address)
    record(user, "register_unit", unit, {"by": "service_network"}, address)
    _take_in(user, unit, who, address)
    return user


def _unit_of(who: NetworkUnit, district: District | None, office: Office | None) -> Unit:
    unit = Unit.objects.select_for_update().filter(uscc=who.uscc).first()
    if unit is not None:
        return unit
    legacy = LegacyUnit.objects.filter(uscc=who.uscc).first()
    office = legacy.reviewing_office if legacy else office
    district = (office.district if office else None) or district
    if district is None or office is None:
        raise Refused(_("请选择所属区域和所属主管部门。"))
    return Unit.objects.create(
        uscc=who.uscc, name=who.name, district=district, reviewing_office=office
    )


def _find_unit_account(who: NetworkUnit, address: str | None) -> User | None:
    unit = Unit.objects.select_for_update().filter(uscc=who.uscc).first()
    if unit is None:
        return None
    membership = own_membership(unit.uscc)
    if membership is None:
        return None
    user = external.must_be_open(membership.user)
    _take_in(user, unit, who, address)
    record(user, "sign_in_by_network", unit, {"account": "legal"}, address)
    return user


def _take_in(user: User, unit: Unit, who: NetworkUnit, address: str | None) -> None:
    """Ties the network's account to the unit's, and attaches what the earlier system knew."""
    bound = ExternalIdentity.objects.filter(issuer=who.issuer)
    if not bound.filter(user=user, subject=who.subject).exists():
        # The unit's account may have changed hands here, or been made anew there.
        bound.filter(user=user).delete()
        bound.filter(subject=who.subject).delete()
        external.bind(user, who.issuer, who.subject, address)
    legacy = LegacyUnit.objects.filter(uscc=unit.uscc, unit__isnull=True).first()
    if legacy is None:
        return
    legacy.unit = unit
    legacy.save(update_fields=["unit"])
    if unit.reviewing_office_id is None:
        unit.reviewing_office = legacy.reviewing_office
        unit.save(update_fields=["reviewing_office", "updated_at"])
    record(user, "attach_legacy_unit", unit, {}, address)


def _keep_check(user: User, person: NetworkPerson, address: str | None) -> None:
    """The network has verified the person at its highest level: 实人认证 for this document."""
    kind, provider = IdentityCheck.Kind.REAL_PERSON, IdentityCheck.Provider.GOVERNMENT
    note_vouched(user, kind, provider, person.transaction_id, person.id_doc_number, address)
