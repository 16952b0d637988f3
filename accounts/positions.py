"""What members of staff may do, and for which offices: read once per request."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import StaffPosition, User


@dataclass(frozen=True)
class Position:
    """One row of `StaffPosition`, with what is asked of its office."""

    role: str
    office: int | None = None
    office_kind: str | None = None
    district: str | None = None
    """Of the office; None is the whole city."""


def positions_of(user: User | AnonymousUser) -> tuple[Position, ...]:
    """The positions of a member of staff who may work now; nobody else has any.

    Kept on the user object: a request loads its own, so that a position taken away is gone with
    the next click.
    """
    if not (isinstance(user, User) and user.is_active and user.is_staff):
        return ()
    known: tuple[Position, ...] | None = getattr(user, "_positions", None)
    if known is None:
        rows = StaffPosition.objects.filter(user=user).values_list(
            "role", "office", "office__kind", "office__district"
        )
        known = tuple(Position(*row) for row in rows)
        user._positions = known  # type: ignore[attr-defined]
    return known


def holds_position(user: User | AnonymousUser, role: str, office: int | None = None) -> bool:
    """Whether the user holds a staff role, for one office or anywhere."""
    return any(p.role == role and office in (None, p.office) for p in positions_of(user))
