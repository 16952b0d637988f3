"""Consent to what needs one of its own."""

from accounts.actions.audit import record
from accounts.models import User

FACE_CHECK = "face_check"


def give(user: User, purpose: str, address: str | None = None) -> None:
    """Somebody has ticked that we may; kept in the audit log with its time and place."""
    record(user, "give_consent", user, {"purpose": purpose}, address)
