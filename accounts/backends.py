"""Who is at the door: user name or phone, and a password."""

from contextlib import suppress
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest

from accounts.models import User
from accounts.rules import current_memberships
from portal.lib.identifiers import clean_mobile


def find_account(name: str, kind: str | None = None) -> User | None:
    """The account of a user name or verified phone, written in whatever way; None for no such.

    A phone belongs to one account of each kind, so without a kind only user names are looked up.
    """
    known = Q(lower_name=name.strip().lower())
    if kind:
        with suppress(ValidationError):
            known |= Q(phone=clean_mobile(name))
    accounts = User.objects.annotate(lower_name=Lower("username"))
    if kind == User.Kind.STAFF:
        accounts = accounts.filter(is_staff=True)
    elif kind:
        accounts = accounts.filter(kind=kind)
    return accounts.filter(known).order_by("pk").first()


class AccountBackend(ModelBackend):
    """Accepts an account only on the login page of its kind.

    Without `kind` (somebody signed in confirms the password) the user name decides. An unknown
    name costs as much time as a wrong password.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        *,
        kind: str | None = None,
        unit_name: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if not username or not password:
            return None
        user = find_account(username, kind)
        if user is None:
            User().set_password(password)
            return None
        if not user.check_password(password) or not self.user_can_authenticate(user):
            return None
        if unit_name is not None and not _acts_for_unit_named(user, unit_name):
            return None
        return user


def _acts_for_unit_named(user: User, name: str) -> bool:
    return current_memberships(user).filter(unit__name=name.strip()).exists()
