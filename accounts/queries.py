"""Reading people, units and who acts for whom."""

from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest

from accounts.external import VouchedPerson
from accounts.models import (
    AccountChange,
    Appeal,
    Business,
    JoinRequest,
    LegacyFiling,
    LegacyUnit,
    Membership,
    Notification,
    Office,
    StaffPosition,
    Unit,
    UnitChange,
    UnitIntroduction,
    UnitIntroductionAttachment,
    User,
)
from accounts.rules import current_memberships, identity_level, judged_districts
from portal.lib.crypto import keyed_hash
from portal.lib.dates import today

ACTING_UNIT = "acting_unit"

# Everything that a filing takes over from the unit.
PROFILE_FIELDS = (
    "name",
    "uscc",
    "type",
    "district_id",
    "address",
    "legal_representative",
    "industry",
    "contact_name",
    "contact_phone",
    "contact_email",
    "bank_name",
)


# What a unit may change about itself; its credit code is for ever.
EDITABLE_FIELDS = tuple(name for name in PROFILE_FIELDS if name != "uscc")


def editable_values(unit: Unit) -> dict[str, str]:
    """Name → value of everything the unit may change about itself."""
    return {name: getattr(unit, name) for name in EDITABLE_FIELDS}


def unit_profile(unit: Unit) -> dict[str, Any]:
    """What the unit has told about itself; a new filing starts with it.

    Keys: name, uscc, type, district_id, address, legal_representative, industry, contact_name,
    contact_phone, contact_email, bank_name.
    """
    return {name: getattr(unit, name) for name in PROFILE_FIELDS}


def memberships_of(user: User) -> QuerySet[Membership]:
    """The memberships that give the user rights today, the oldest first."""
    found = current_memberships(user).select_related("unit__district")
    return found.order_by("created_at", "pk")


def acting_memberships(request: HttpRequest) -> list[Membership]:
    """The memberships the signed-in user may act under now, asked once per request.

    Empty for strangers and staff, for persons who are there for themselves, and for people whose
    last membership has ended.
    """
    known: list[Membership] | None = getattr(request, "_acting_memberships", None)
    if known is None:
        user = request.user
        known = []
        if user.is_authenticated and not user.is_staff:
            known = list(memberships_of(user))
        request._acting_memberships = known  # type: ignore[attr-defined]
    return known


def acting_membership(request: HttpRequest) -> Membership | None:
    """The membership of the unit chosen by the switch while it is valid, else the oldest."""
    found = acting_memberships(request)
    chosen = request.session.get(ACTING_UNIT)
    return next((item for item in found if item.unit_id == chosen), found[0] if found else None)


def acting_unit(request: HttpRequest) -> Unit | None:
    """The unit the signed-in user acts for, see `acting_membership`."""
    membership = acting_membership(request)
    return membership.unit if membership else None


def notices_for(request: HttpRequest) -> QuerySet[Notification]:
    """What a user is told: a person for herself, and while she acts for a unit what is its."""
    user = request.user
    if not isinstance(user, User):
        return Notification.objects.none()
    notices = user.notifications.all()
    if not user.is_person:
        return notices
    membership = acting_membership(request)
    return notices.filter(unit=membership.unit_id if membership else None)


def business_codes(membership: Membership) -> frozenset[str] | None:
    """The businesses that a membership allows; None is all there are."""
    if membership.all_business:
        return None
    codes = membership.business_grants.values_list("business__code", flat=True)
    return frozenset(codes)


def grants_of(user: User) -> QuerySet[Membership]:
    """What units have granted the user and is not over, whether or not it is activated yet."""
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=today())
    grants = user.memberships.filter(lasting, is_active=True)
    return grants.select_related("unit__district", "user", "granted_by").order_by("-pk")


def members_of(unit: Unit) -> QuerySet[Membership]:
    """Everybody whose membership of the unit is switched on, with what each needs on a page.

    The legal representative first, then the administrator, then the operators.
    """
    members = unit.memberships.filter(is_active=True).select_related("user", "granted_by")
    rank = [When(role=role, then=place) for place, role in enumerate(Membership.Role)]
    return members.order_by(Case(*rank), "created_at", "pk")


def own_membership(uscc: str) -> Membership | None:
    """That of the unit's own account; None where the unit is unknown or has none (any more)."""
    own = Membership.objects.filter(
        unit__uscc=uscc, role=Membership.Role.LEGAL_REPRESENTATIVE, is_active=True
    )
    return own.select_related("unit", "user").first()


def businesses(text: str = "") -> QuerySet[Business]:
    """The items that an operator may be allowed to do, by part of the name."""
    found = Business.objects.filter(is_active=True)
    return found.filter(Q(name__icontains=text) | Q(name_en__icontains=text)) if text else found


def pending_join_requests(unit: Unit) -> QuerySet[JoinRequest]:
    """Who waits for the unit's administrator, the oldest first."""
    pending = unit.join_requests.filter(state=JoinRequest.State.PENDING)
    return pending.select_related("user").order_by("created_at", "pk")


def appeals_of(user: User) -> QuerySet[Appeal]:
    """The appeals somebody filed while signed in, or with the phone of the account."""
    mine = Q(user=user)
    if user.phone:
        mine |= Q(phone=user.phone, account_kind=user.kind)
    return Appeal.objects.filter(mine)


def find_appeal(number: str, phone: str) -> Appeal | None:
    """The appeal of that number, for the phone it was filed with only."""
    return Appeal.objects.filter(number=number, phone=phone).first()


def has_account(person: VouchedPerson) -> bool:
    """Whether somebody from outside has an account here, bound or to be found by the document."""
    bound = Q(
        external_identities__issuer=person.issuer, external_identities__subject=person.subject
    )
    named = Q(kind=User.Kind.PERSON, id_doc_hash=keyed_hash(person.id_doc_number))
    return User.objects.filter(bound | named).exists()


def members_called(unit_name: str, login_name: str) -> QuerySet[Membership]:
    """Who is called so in a unit of that name; several units may have the same name."""
    found = Membership.objects.filter(
        unit__name=unit_name.strip(), login_name=login_name.strip().lower(), is_active=True
    )
    return found.exclude(login_name="").select_related("user").order_by("pk")


def activation_hash(membership: Membership, code: str) -> str:
    """What is kept of the code that opens the account of this membership for the first time."""
    return keyed_hash(f"activation:{membership.pk}:{code}")


def reviewing_offices() -> QuerySet[Office]:
    """Which offices a unit may belong to: those that review (审核机构, 所属主管部门)."""
    kinds = (Office.Kind.TALENT_OFFICE, Office.Kind.HRSS_BUREAU)
    return Office.objects.filter(kind__in=kinds).select_related("district")


def registration_of(uscc: str) -> Unit | LegacyUnit | None:
    """What is known of a unit already: here, else in the earlier system."""
    unit = Unit.objects.select_related("reviewing_office").filter(uscc=uscc).first()
    earlier = LegacyUnit.objects.select_related("reviewing_office__district").filter(uscc=uscc)
    return unit or earlier.first()


def legacy_filings_of_person(user: User) -> QuerySet[LegacyFiling]:
    """历史申报 of somebody whose document an outside system has vouched for; else nothing."""
    found = LegacyFiling.objects.select_related("legacy_unit")
    if identity_level(user) == 0:
        return found.none()
    return found.filter(id_doc_hash=user.id_doc_hash)


def legacy_filings_of_unit(unit: Unit) -> QuerySet[LegacyFiling]:
    """历史申报 of a unit to which its registration in the earlier system has been attached."""
    return LegacyFiling.objects.filter(legacy_unit__unit=unit)


def judged_account_changes(user: User) -> QuerySet[AccountChange]:
    """Those on which the user decides; of a code that no unit has, whoever decides for all."""
    districts = judged_districts(user)
    if districts is None:
        return AccountChange.objects.all()
    units = Unit.objects.filter(district__in=districts)
    return AccountChange.objects.filter(uscc__in=units.values("uscc"))


def judged_unit_changes(user: User) -> QuerySet[UnitChange]:
    """Those on which the user decides."""
    districts = judged_districts(user)
    if districts is None:
        return UnitChange.objects.all()
    return UnitChange.objects.filter(unit__district__in=districts)


def newest_account_change(phone: str) -> AccountChange | None:
    """The last 账号变更 that the holder of the phone asked for."""
    return AccountChange.objects.filter(phone=phone).order_by("-created_at", "-pk").first()


def newest_unit_change(unit: Unit) -> UnitChange | None:
    """The last 企业信息变更 of the unit that was not taken back."""
    standing = unit.changes.exclude(state=UnitChange.State.WITHDRAWN)
    return standing.order_by("-created_at", "-pk").first()


def judged_introductions(user: User) -> QuerySet[UnitIntroduction]:
    """The 单位展示信息 of the offices for which the user reviews."""
    return UnitIntroduction.objects.filter(
        office__staffposition__user=user,
        office__staffposition__role=StaffPosition.Role.REVIEWER,
    )


def newest_introduction(unit: Unit) -> UnitIntroduction | None:
    """The last 单位展示信息 that was not taken back."""
    return unit.introductions.exclude(state=UnitIntroduction.State.WITHDRAWN).first()


def shown_introduction(unit: Unit) -> UnitIntroduction | None:
    """What the unit shows of itself: the last that its office has let through."""
    return unit.introductions.filter(state=UnitIntroduction.State.APPROVED).first()


def shown_logo(unit: Unit) -> UnitIntroductionAttachment | None:
    """The logo that the office has let through last."""
    approved = UnitIntroductionAttachment.objects.filter(
        unit_introduction__unit=unit, unit_introduction__state=UnitIntroduction.State.APPROVED
    )
    return approved.order_by("-unit_introduction__created_at", "-pk").first()


def account_help_line() -> str:
    """Whom to ring about a forgotten account: the city's HRSS bureau; "" where none is entered."""
    bureau = Office.objects.filter(kind=Office.Kind.HRSS_BUREAU, district=None)
    return bureau.values_list("phone", flat=True).first() or ""
