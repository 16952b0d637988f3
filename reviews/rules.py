"""What a member of staff may see and decide at the review desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import StaffPosition, User
from programs.models import Application
from programs.rules.access import OVERSEERS
from programs.states import IN_REVIEW


@dataclass(frozen=True)
class Desk:
    """The reach of one member of staff, read once per request."""

    roles: frozenset[str] = frozenset()
    offices: frozenset[int] = frozenset()
    """Offices in whose name the user decides."""
    districts: frozenset[str] | None = frozenset()
    """Districts whose submitted applications the user reads; None is the whole city."""

    @property
    def may_read(self) -> bool:
        return self.districts is None or bool(self.districts)

    @property
    def may_decide(self) -> bool:
        return bool(self.offices)

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def reads(self, application: Application) -> bool:
        """The same answer as `programs.rules.access.can_oversee`, without a query."""
        if application.submitted_at is None:
            return False
        return self.districts is None or application.district_id in self.districts

    def decides(self, application: Application) -> bool:
        """Whether a decision on the application is this user's to take now."""
        return application.state in IN_REVIEW and application.office_id in self.offices


def desk_of(user: User | AnonymousUser) -> Desk:
    """The desk of the request's user; kept on the user object, which lives as long."""
    known: Desk | None = getattr(user, "_desk", None)
    if known is None:
        known = _read_desk(user)
        user._desk = known  # type: ignore[union-attr]
    return known


def _read_desk(user: User | AnonymousUser) -> Desk:
    if not (user.is_active and user.is_staff):
        return Desk()
    positions = StaffPosition.objects.filter(user_id=user.pk).values_list(
        "role", "office_id", "office__district_id"
    )
    rows = list(positions)
    districts = frozenset(district for role, _office, district in rows if role in OVERSEERS)
    return Desk(
        roles=frozenset(role for role, _office, _district in rows),
        offices=frozenset(
            office for role, office, _district in rows if role == StaffPosition.Role.REVIEWER
        ),
        districts=None if None in districts else districts,
    )
