"""Resetting a forgotten password."""

from django.db import transaction

from accounts.actions.audit import record
from accounts.actions.codes import WrongCode, use_code
from accounts.actions.sessions import end_sessions
from accounts.models import User, VerificationCode

PURPOSE = VerificationCode.Purpose.RESET_PASSWORD


def find_by_phone(kind: str, phone: str) -> User | None:
    """The active account of that kind with that verified phone."""
    return User.objects.filter(kind=kind, phone=phone, is_active=True).first()


def reset_password(
    kind: str, phone: str, code: str, new_password: str, address: str | None = None
) -> User:
    """Sets a new password and signs the account out everywhere.

    Raises WrongCode, for a phone without an account of that kind as well.
    """
    with transaction.atomic():
        use_code(phone, PURPOSE, code)
        user = find_by_phone(kind, phone)
        if user is None:
            raise WrongCode
        user.set_password(new_password)
        user.save(update_fields=["password"])
        end_sessions(user)
        record(user, "reset_password", user, address=address)
    return user
