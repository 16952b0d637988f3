"""Who is at the door: user name or phone, and a password."""

import hmac
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import Activation, Membership, User
from accounts.queries import activation_hash, members_called
from accounts.rules import current_memberships, standing_memberships
from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import clean_mobile, normalise

#: The way in with a 经办密码; not a kind of account.
OPERATOR = "operator"
#: Stands for whoever has no account: asked for as somebody is, with a password that nobody has.
NOBODY = User(pk=0, password=make_password(None))


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
    name costs as many queries and hashes as a wrong password.
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
        account = find_account(username, kind)
        members = list(members_called(unit_name, username)) if unit_name is not None else []
        found = [each.user for each in members if each.user.kind == kind]
        meant = found or [account or NOBODY]
        # All are tried, whoever is let in: several units may have one name.
        may = [user for user in meant if self._may_enter(user, password, unit_name)]
        return may[0] if may else None

    def _may_enter(self, user: User, password: str, unit_name: str | None) -> bool:
        opened = unit_name is not None and opened_by(user, password)
        knows = user.check_password(password) or opened
        if not knows or not self.user_can_authenticate(user):
            return False
        return unit_name is None or _acts_for_unit_named(user, unit_name)


def opened_by(user: User, code: str) -> Activation | None:
    """The activation that this code is of, for an account that has no password yet."""
    waiting = Activation.objects.filter(
        membership__user=user.pk, membership__is_active=True, expires_at__gt=timezone.now()
    ).exclude(membership__login_name="")
    for activation in waiting.select_related("membership"):
        told = activation_hash(activation.membership, code.strip())
        if hmac.compare_digest(activation.code_hash, told) and not user.has_usable_password():
            return activation
    return None


class HandlingBackend(ModelBackend):
    """Lets a person in with the 经办密码 of one of her grants, to act under that one alone.

    Her own password is not valid here. Somebody unknown, somebody without a grant and somebody
    with several cost as many queries and hashes as a wrong password.
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
        person = membership.user if membership else find_operator(username) or NOBODY
        found = opened_grants(_grants_of(person, membership), password)
        if not found or not self.user_can_authenticate(person):
            return None
        person.acting_under = max(found, key=lambda each: each.created_at).pk
        return person


def opened_grants(grants: Iterable[Membership], password: str) -> list[Membership]:
    """Those whose 经办密码 it is. Costs one hash, however many there are.

    The grants of a person are hashed with one salt (`salt_for`); where the hasher has changed
    between two of them, one more is computed for the older ones until they are set anew.
    """
    computed: dict[str, str] = {}
    found = []
    for grant in grants:
        how = grant.handling_password.rpartition("$")[0]
        if how not in computed:
            computed[how] = _hash_again(grant.handling_password, password)
        if constant_time_compare(computed[how], grant.handling_password):
            found.append(grant)
    if not computed:
        make_password(password)
    return found


def salt_for(person: User) -> str | None:
    """The salt of the person's next 经办密码: that of the ones there are; None for a new one."""
    known = person.memberships.filter(is_active=True).exclude(handling_password="")
    newest = known.order_by("-pk").values_list("handling_password", flat=True).first()
    return str(identify_hasher(newest).decode(newest)["salt"]) if newest else None


def _hash_again(stored: str, password: str) -> str:
    hasher = identify_hasher(stored)
    parts = hasher.decode(stored)
    return hasher.encode(password, **{k: parts[k] for k in ("salt", "iterations") if k in parts})


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
