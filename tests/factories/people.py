"""Units and users."""

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.actions.members import free_seat
from accounts.actions.second_factor import enrol_totp
from accounts.models import Consent, Membership, Office, StaffPosition, Unit, User
from accounts.privacy_notice import privacy_notice
from portal.lib.crypto import keyed_hash
from programs.models import Call

from .identifiers import resident_id, uscc
from .places import district, district_office

PASSWORD = "Gusu-2026!"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"
_serial = count(1)


def _phone() -> str:
    return f"139{next(_serial):08d}"


def make_unit(**fields: Any) -> Unit:
    """A company in 姑苏区 with a complete profile."""
    number = next(_serial)
    place = fields.pop("district", None) or district()
    defaults: dict[str, Any] = {
        "uscc": uscc(),
        "name": f"苏州平江第{number}精密仪器有限公司",
        "district": place,
        "affiliation": Unit.Affiliation.COUNTY,
        "reviewing_office": district_office(place.pk),
        "address": "苏州市姑苏区平江路 1 号",
        "legal_representative": "沈周",
        "contact_name": "唐寅",
        "contact_phone": _phone(),
        "contact_email": f"hr{number}@example.com",
    }
    return Unit.objects.create(**{**defaults, **fields})


def settle(unit: Unit, call: Call) -> Unit:
    """Registers a unit in a district from which the programme takes units."""
    districts = call.definition.districts
    if districts and unit.district_id not in districts:
        unit.district = district(districts[0])
        unit.reviewing_office = district_office(districts[0])
        unit.save()
    return unit


def make_clerk(
    unit: Unit | None = None, *, role: str = "legal_representative", **fields: Any
) -> User:
    """Somebody who files for a unit (a new one unless given); the password is `PASSWORD`."""
    unit = unit or make_unit()
    number = next(_serial)
    defaults = {"full_name": "文徵明", "phone": _phone(), "email": f"clerk{number}@example.com"}
    user = User.objects.create_user(
        username=f"clerk{number}",
        password=PASSWORD,
        kind=User.Kind.ENTERPRISE,
        **{**defaults, **fields},
    )
    make_member(unit, user, role=role)
    return agreed(user)


def make_member(unit: Unit, user: User, *, role: str = "operator", **fields: Any) -> Membership:
    """Lets somebody act for a unit, in every business unless the fields say otherwise."""
    defaults: dict[str, Any] = {
        "starts_on": dt.date(2020, 1, 1),
        "seat": free_seat(unit) if role == Membership.Role.OPERATOR else None,
        "all_business": True,
        "activated_at": timezone.now(),
    }
    return Membership.objects.create(unit=unit, user=user, role=role, **{**defaults, **fields})


def make_person(**fields: Any) -> User:
    """An individual with a bound resident ID."""
    number = resident_id()
    defaults = {
        "full_name": "仇英",
        "phone": _phone(),
        "id_doc_type": "resident_id",
        "id_doc_number": number,
        "id_doc_hash": keyed_hash(number),
    }
    user = User.objects.create_user(
        username=f"person{next(_serial)}", password=PASSWORD, **{**defaults, **fields}
    )
    return agreed(user)


def agreed(user: User) -> User:
    """The user, who has ticked the privacy notice in force."""
    edition = privacy_notice().edition
    Consent.objects.create(user=user, purpose=Consent.Purpose.PRIVACY_NOTICE, edition=edition)
    return user


def make_staff(role: str, office: Office | None = None, **fields: Any) -> User:
    """A member of staff in one position, with an authenticator app of secret `TOTP_SECRET`."""
    user = User.objects.create_user(
        username=fields.pop("username", f"staff{next(_serial)}"),
        password=PASSWORD,
        kind=User.Kind.STAFF,
        is_staff=True,
        **{"full_name": "况钟", **fields},
    )
    StaffPosition.objects.create(user=user, office=office, role=role)
    enrol_totp(user, TOTP_SECRET)
    return user


def make_reviewer(office: Office, **fields: Any) -> User:
    return make_staff(StaffPosition.Role.REVIEWER, office, **fields)
