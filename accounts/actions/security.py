"""Changing how somebody is reached and how they sign in."""

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from accounts.actions.audit import record
from accounts.actions.codes import use_code
from accounts.actions.handling import check_differs
from accounts.actions.sessions import end_sessions
from accounts.models import User, VerificationCode
from portal.lib.masking import mask_mobile


class PhoneTaken(Exception):
    """Another account of the same kind has the phone; the way on is an appeal."""


@transaction.atomic
def change_phone(user_id: int, phone: str, code: str, address: str | None = None) -> None:
    """Binds a phone that its code has proved. Raises WrongCode or PhoneTaken.

    Whether the phone is taken is told only to somebody who holds it.
    """
    use_code(phone, VerificationCode.Purpose.CHANGE_PHONE, code)
    user = User.objects.select_for_update().get(pk=user_id)
    old, user.phone = user.phone or "", phone
    _save_phone(user)
    detail = {"phone": [mask_mobile(old), mask_mobile(phone)]}
    record(user, "change_phone", user, detail, address)


def _save_phone(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(update_fields=["phone"])
    except IntegrityError:
        raise PhoneTaken from None


@transaction.atomic
def change_password(
    user: User, password: str, session_key: str | None, address: str | None = None
) -> None:
    """Sets the password and ends the user's other sessions.

    Raises ValidationError for a 经办密码 of the user.
    """
    check_differs(user, password)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user, except_key=session_key)
    record(user, "change_password", user, {}, address)


@transaction.atomic
def sign_out_one(user: User, session: UserSession, address: str | None = None) -> None:
    """Ends one of the user's sessions, as on a phone that was lost."""
    session.end()
    record(user, "end_session", user, {}, address)


@transaction.atomic
def sign_out_elsewhere(user: User, session_key: str | None, address: str | None = None) -> int:
    """退出其他设备: ends all the user's sessions but this one; returns how many."""
    count = end_sessions(user, except_key=session_key)
    record(user, "sign_out_elsewhere", user, {"sessions": count}, address)
    return count
