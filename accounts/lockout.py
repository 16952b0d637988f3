"""Failed logins: counted per name and network address, and per account; how a lock ends.

What one address may try is counted by the name typed, whether or not somebody has it: were the
names of an account one there, a visitor could find out that they belong together, and so that
there is an account. Only the limit for all addresses together counts an account by what it is; to
learn anything from that takes as many failures as lock it, and its owner is told. Everything lies
in the cache and ends by itself; a release starts a new count, which empties all of an account's.
"""

from contextlib import suppress
from dataclasses import dataclass

from django.core.cache import cache
from django.core.exceptions import ValidationError

from accounts.backends import OPERATOR, find_account, find_operator
from accounts.models import User
from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import clean_mobile, normalise

FAILURES_BEFORE_CAPTCHA = 3
FAILURES_BEFORE_LOCK = 5  # from one address, as ACCOUNT_RATE_LIMITS has it
FAILURES_FROM_EVERYWHERE = 20
LASTS = 15 * 60  # seconds


def account_of(name: str, kind: str | None) -> User | None:
    """Whose login is tried; nobody's for what no name can hold."""
    if not name.isprintable():
        return None
    return find_operator(name) if kind == OPERATOR else find_account(name, kind)


@dataclass(frozen=True, slots=True)
class Keys:
    """Under which a failure is counted, without anything personal in plain."""

    name: str
    account: str
    """The same as the name's where nobody has it."""


def keys_of(user: User | None, name: str, kind: str | None) -> Keys:
    typed = keyed_hash(f"{kind or ''} {_clean(name)}")
    who = _account_hash(user) if user else typed
    release = cache.get(f"login-release:{who}", 0)
    return Keys(f"login-failures:{typed}:{release}", f"login-failures:{who}:all:{release}")


def count_failure(keys: Keys, address: str) -> int:
    """Counts one more; how many there were of the name from this address."""
    _more(keys.account)
    return _more(f"{keys.name}:{address}")


def failures(keys: Keys, address: str) -> int:
    return int(cache.get(f"{keys.name}:{address}", 0))


def is_locked_everywhere(keys: Keys) -> bool:
    """Whether so many guessed at one account, from whatever addresses, that nobody may now."""
    return int(cache.get(keys.account, 0)) >= FAILURES_FROM_EVERYWHERE


def release(user: User) -> None:
    """Ends every lock of the account: its owner has proved who he is, or staff have decided."""
    who = _account_hash(user)
    cache.add(f"login-release:{who}", 0, 2 * LASTS)
    cache.incr(f"login-release:{who}")


def _account_hash(user: User) -> str:
    return keyed_hash(f"account {user.pk}")


def _clean(name: str) -> str:
    """One name for all the ways in which it may be written, as those who look it up see it."""
    with suppress(ValidationError):
        return clean_mobile(name)
    return normalise(name)


def _more(key: str) -> int:
    cache.add(key, 0, LASTS)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended in between
        return 1
