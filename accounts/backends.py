"""Who is at the door: user name or phone, and a password."""

import hmac
from contextlib import suppress
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest

from accounts.models import Activation, User
from accounts.queries import activation_hash, members_called, waiting_activation
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
        # Names within a unit come first; as long as one is meant, nobody else is.
        members = members_called(unit_name, username) if unit_name is not None else ()
        if found := [each.user for each in members if each.user.kind == kind]:
            return next(
                (user for user in found if self._may_enter(user, password, unit_name)), None
            )
        user = find_account(username, kind)
        if user is None:
            User().set_password(password)
            return None
        return user if self._may_enter(user, password, unit_name) else None

    def _may_enter(self, user: User, password: str, unit_name: str | None) -> bool:
        knows = user.check_password(password) or (unit_name and opened_by(user, password))
        if not knows or not self.user_can_authenticate(user):
            return False
        return unit_name is None or _acts_for_unit_named(user, unit_name)


def opened_by(user: User, code: str) -> Activation | None:
    """The activation that this code is of, for an account that has no password yet."""
    if user.has_usable_password():
        return None
    for membership in user.memberships.filter(is_active=True).exclude(login_name=""):
        activation = waiting_activation(membership)
        told = activation_hash(membership, code.strip())
        if activation and hmac.compare_digest(activation.code_hash, told):
            return activation
    return None


def _acts_for_unit_named(user: User, name: str) -> bool:
    return current_memberships(user).filter(unit__name=name.strip()).exists()
