"""Who is at the door: user name or phone, and a password."""

import hmac
from contextlib import suppress
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest

from accounts.models import Activation, Membership, User
from accounts.queries import activation_hash, members_called, waiting_activation
from accounts.rules import current_memberships, standing_memberships
from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import clean_mobile, normalise

#: The way in with a 经办密码; not a kind of account.
OPERATOR = "operator"


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
        if not username or not password or kind == OPERATOR:
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


class HandlingBackend(ModelBackend):
    """Lets a person in with the 经办密码 of one of her grants, to act under that one alone.

    Her own password is not valid here. Somebody unknown, and somebody without a grant, cost as
    much time as a wrong password.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        *,
        kind: str | None = None,
        membership: Membership | None = None,
        **kwargs: Any,
    ) -> User | None:
        """`membership`: the only one that counts, for somebody who has signed in already."""
        if kind != OPERATOR or not username or not password:
            return None
        person = membership.user if membership else find_operator(username)
        grants = _grants_of(person, membership) if person else []
        found = [each for each in grants if check_password(password, each.handling_password)]
        if not grants:
            make_password(password)
        if person is None or not found or not self.user_can_authenticate(person):
            return None
        person.acting_under = max(found, key=lambda each: each.created_at).pk
        return person


def _grants_of(person: User, only: Membership | None) -> list[Membership]:
    grants = standing_memberships(person).exclude(handling_password="")
    return list(grants.filter(pk=only.pk) if only else grants)


def find_operator(name: str) -> User | None:
    """The person of a mobile or document number, written in whatever way."""
    known = Q(id_doc_hash=keyed_hash(normalise(name)))
    with suppress(ValidationError):
        known |= Q(phone=clean_mobile(name))
    return User.objects.filter(known, kind=User.Kind.PERSON).order_by("pk").first()


def _acts_for_unit_named(user: User, name: str) -> bool:
    return current_memberships(user).filter(unit__name=name.strip()).exists()
