"""Accounts of the people who work here."""

from django.db import transaction

from accounts.actions.audit import record
from accounts.models import Office, StaffPosition, User


@transaction.atomic
def create_staff(
    username: str,
    full_name: str,
    role: str,
    office: Office | None = None,
    *,
    password: str | None = None,
    phone: str | None = None,
    email: str = "",
    actor: User | None = None,
    address: str | None = None,
) -> User:
    """A staff account in its first position. Without a password nobody can sign in with it yet.

    Raises IntegrityError when the user name or phone is taken, or when a reviewer has no office.
    """
    user = User.objects.create_user(
        username=username,
        email=email,
        password=password,
        kind=User.Kind.STAFF,
        is_staff=True,
        full_name=full_name,
        phone=phone,
    )
    add_position(user, role, office, actor=actor, address=address)
    return user


@transaction.atomic
def add_position(
    user: User,
    role: str,
    office: Office | None = None,
    *,
    actor: User | None = None,
    address: str | None = None,
) -> StaffPosition:
    """Gives a member of staff one more position."""
    position = StaffPosition.objects.create(user=user, role=role, office=office)
    detail = {"role": role, "office": office.name if office else ""}
    record(actor, "grant_position", user, detail, address)
    return position
