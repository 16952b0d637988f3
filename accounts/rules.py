"""Who somebody is and for whom they may act: `(user, object) → bool`."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property

from accounts.models import (
    BusinessGrant,
    Consent,
    IdentityCheck,
    Membership,
    Office,
    StaffPosition,
    Unit,
    UnitIntroduction,
    User,
)
from accounts.positions import holds_position, positions_of
from accounts.privacy_notice import privacy_notice
from portal.lib.crypto import keyed_hash
from portal.lib.dates import today

# What the register says of a unit.
REVIEWED_FIELDS = ("name", "type", "district_id", "address", "legal_representative")


def standing_memberships(user: User) -> QuerySet[Membership]:
    """The memberships that are good today, whether or not the user is acting under them."""
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today()),
        user=user,
        is_active=True,
        activated_at__isnull=False,
        starts_on__lte=today(),
    )


def current_memberships(user: User) -> QuerySet[Membership]:
    """The memberships that give the user rights now.

    A person has those of the one under which she is acting, see `User.acting_under`.
    """
    standing = standing_memberships(user)
    if not user.is_person:
        return standing
    return standing.filter(pk=user.acting_under) if user.acting_under else standing.none()


def acts_as_self(user: User) -> bool:
    """Whether a person is there for herself, and not for a unit."""
    return user.is_authenticated and user.is_person and user.acting_under is None


def acts_for(user: User, unit_id: int, business: str = "") -> bool:
    """Whether the user may work for the unit now, in that business or at all."""
    if not (user.is_authenticated and user.is_active):
        return False
    memberships = current_memberships(user).filter(unit=unit_id)
    if business:
        memberships = memberships.filter(doing(business))
    return memberships.exists()


class UnitMembers:
    """Who may do a business for a unit today: asked once, when it is needed first."""

    def __init__(self, unit_id: int | None, business: str) -> None:
        self.unit_id, self.business = unit_id, business

    @cached_property
    def users(self) -> list[User]:
        return [user for user, _membership in self._able]

    def include(self, user: User) -> bool:
        """As `acts_for`."""
        mine = [membership for member, membership in self._able if member == user]
        return user.is_active and (user.acting_under in mine if user.is_person else bool(mine))

    @cached_property
    def _able(self) -> list[tuple[User, int]]:
        """Each with the membership."""
        found: list[Any] = list(
            User.objects.raw(_STANDING, {"unit": self.unit_id, "today": today()})
        )
        limited = [user.membership for user in found if not user.all_business]
        granted: set[int] = set()
        if limited:
            grants = BusinessGrant.objects.filter(
                membership__in=limited, business__code=self.business
            )
            granted = set(grants.values_list("membership", flat=True))
        return [(u, u.membership) for u in found if u.all_business or u.membership in granted]


#: As `standing_memberships`, of a unit.
_STANDING = """
SELECT u.id, u.username, u.phone, u.email, m.id AS membership, m.all_business
FROM accounts_membership AS m JOIN accounts_user AS u ON u.id = m.user_id
WHERE m.unit_id = %(unit)s AND m.is_active AND m.activated_at IS NOT NULL
    AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s) AND u.is_active
ORDER BY u.id
"""


def doing(business: str) -> Q:
    """Of memberships: those that may do this business."""
    granted = BusinessGrant.objects.filter(membership=OuterRef("pk"), business__code=business)
    return Q(all_business=True) | Q(Exists(granted))


def administers(user: User, unit_id: int) -> bool:
    """Whether the user is the unit's legal representative or administrator now."""
    return (
        user.is_authenticated
        and user.is_active
        and current_memberships(user)
        .filter(unit=unit_id, role__in=Membership.ADMINISTERING)
        .exists()
    )


def is_administrator(user: User) -> bool:
    """Whether the user administers some unit, whether or not acting for it just now."""
    return standing_memberships(user).filter(role__in=Membership.ADMINISTERING).exists()


def may_manage(user: User, unit_id: int, role: str) -> bool:
    """Whether the user grants, changes and ends memberships of that role in the unit.

    The legal representative's own is nobody's: it moves by 账号变更 only.
    """
    if role == Membership.Role.OPERATOR:
        return administers(user, unit_id)
    mine = current_memberships(user).filter(unit=unit_id, role=Membership.Role.LEGAL_REPRESENTATIVE)
    return role == Membership.Role.ADMIN and user.is_active and mine.exists()


def may_publish(unit: Unit) -> bool:
    """Whether what the unit publishes has an office that reviews it."""
    return unit.reviewing_office_id is not None


def judges_introduction(user: User, introduction: UnitIntroduction) -> bool:
    """Whether the user reviews for the office to which the unit's introduction went."""
    return holds_position(user, StaffPosition.Role.REVIEWER, introduction.office_id)


def may_judge_appeals(user: User) -> bool:
    """Whether the user decides on 用户申诉: system administrators and reviewers of HRSS offices."""
    return _decides_for_all(user) or bool(_hrss_districts(user))


def document_hash(user: User) -> str:
    """Of the document the account is known by; "" for none.

    Accounts of units keep the number alone: one human may have several of them.
    """
    number = user.id_doc_number
    return user.id_doc_hash or (keyed_hash(number) if number else "")


def has_shown_face(user: User, since: dt.datetime) -> bool:
    """Whether the person passed 实人认证 at that time or later, with the account's document."""
    checks = IdentityCheck.objects.filter(
        user=user, id_doc_hash=document_hash(user), kind=IdentityCheck.Kind.REAL_PERSON
    )
    return checks.filter(passed_at__gte=since).exists()


def may_judge_data_requests(user: User) -> bool:
    """Whether the user decides what people ask about their data: system administrators."""
    return _decides_for_all(user)


def identity_level(user: User) -> int:
    """How well we know who somebody is: 0 未认证, 1 实名认证, 2 实人认证 (高级实名).

    Checks made with another document than the account's do not count.
    """
    if not (user.is_authenticated and user.is_active and (document := document_hash(user))):
        return 0
    checks = IdentityCheck.objects.filter(user=user, id_doc_hash=document)
    passed = set(checks.values_list("kind", flat=True))
    if IdentityCheck.Kind.REAL_PERSON in passed:
        return 2
    return int(IdentityCheck.Kind.REAL_NAME in passed)


def is_verified_person(name: str, id_doc_hash: str) -> bool:
    """Whether somebody of this name and document has an account and passed 实名认证 with it.

    Both have to fit, so that nobody learns from a number alone whether its holder is here.
    """
    if not id_doc_hash:
        return False
    same = User.objects.filter(kind=User.Kind.PERSON, id_doc_hash=id_doc_hash, is_active=True)
    holder = same.first()
    return holder is not None and holder.full_name == name.strip() and identity_level(holder) >= 1


def has_agreed(user: User, purpose: str) -> bool:
    """Whether the user's consent stands, under the edition of the notice in force."""
    edition = privacy_notice().edition
    given = Consent.objects.filter(user=user, purpose=purpose, edition=edition)
    return given.filter(withdrawn_at__isnull=True).exists()


def needs_review(name: str, profile: dict[str, str]) -> bool:
    """Whether a unit may not change this field by itself: the register has it, and it is filled."""
    return name in REVIEWED_FIELDS and bool(profile[name])


def judged_districts(user: User) -> set[str | None] | None:
    """The districts for whose units the user decides; None for all, empty for no unit.

    HRSS reviewers decide, of a district or of the city, and system administrators.
    """
    districts = _hrss_districts(user)
    return None if _decides_for_all(user) or None in districts else districts


def judges_unit(user: User, unit: Unit | None) -> bool:
    """Whether the user decides on requests about the unit; without one, whoever does for all."""
    districts = judged_districts(user)
    return districts is None or (unit is not None and unit.district_id in districts)


def _decides_for_all(user: User) -> bool:
    """Whether the user looks after the accounts of everybody."""
    working = user.is_active and user.is_staff
    return working and (user.is_superuser or holds_position(user, StaffPosition.Role.SYSTEM_ADMIN))


def _hrss_districts(user: User) -> set[str | None]:
    """The districts of the HRSS bureaus for which the user reviews; None is the whole city."""
    return {
        position.district
        for position in positions_of(user)
        if position.role == StaffPosition.Role.REVIEWER
        and position.office_kind == Office.Kind.HRSS_BUREAU
    }
