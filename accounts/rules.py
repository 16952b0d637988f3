"""Who somebody is and for whom they may act: `(user, object) → bool`."""

from django.db.models import Q, QuerySet

from accounts.models import IdentityCheck, Membership, Office, StaffPosition, User
from portal.lib.dates import today


def current_memberships(user: User) -> QuerySet[Membership]:
    """The memberships that give the user rights today."""
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today()),
        user=user,
        is_active=True,
        starts_on__lte=today(),
    )


def acts_for(user: User, unit_id: int) -> bool:
    """Whether the user may file for the unit today."""
    return (
        user.is_authenticated
        and user.is_active
        and current_memberships(user).filter(unit=unit_id).exists()
    )


def holds_position(user: User, role: str, office_id: int | None = None) -> bool:
    """Whether the user holds a staff role, for one office or anywhere."""
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return False
    positions = StaffPosition.objects.filter(user=user, role=role)
    return (positions.filter(office=office_id) if office_id else positions).exists()


def administers(user: User, unit_id: int) -> bool:
    """Whether the user is the unit's administrator today."""
    return (
        user.is_authenticated
        and user.is_active
        and current_memberships(user).filter(unit=unit_id, role=Membership.Role.ADMIN).exists()
    )


def may_judge_appeals(user: User) -> bool:
    """Whether the user decides on 用户申诉: system administrators and reviewers of HRSS offices."""
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return False
    judges = Q(role=StaffPosition.Role.SYSTEM_ADMIN) | Q(
        role=StaffPosition.Role.REVIEWER, office__kind=Office.Kind.HRSS_BUREAU
    )
    return user.is_superuser or user.positions.filter(judges).exists()


def identity_level(user: User) -> int:
    """How well we know who somebody is: 0 未认证, 1 实名认证, 2 实人认证 (高级实名).

    Checks made with another document than the account's do not count.
    """
    if not (user.is_authenticated and user.is_active and user.id_doc_hash):
        return 0
    checks = IdentityCheck.objects.filter(user=user, id_doc_hash=user.id_doc_hash)
    passed = set(checks.values_list("kind", flat=True))
    if IdentityCheck.Kind.REAL_PERSON in passed:
        return 2
    return int(IdentityCheck.Kind.REAL_NAME in passed)
