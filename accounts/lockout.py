"""Failed logins: counted per account and per network address, and how a lock ends.

An account is counted by what it is, not by the name typed, so that its names share one count; a
name that nobody has is counted as it was typed, and answered in the same words. Everything lies
in the cache and ends by itself; a release starts a new count, which empties all of an account's.
"""

from django.core.cache import cache

from accounts.backends import OPERATOR, find_account, find_operator
from accounts.models import User
from portal.lib.crypto import keyed_hash

FAILURES_BEFORE_CAPTCHA = 3
FAILURES_BEFORE_LOCK = 5  # from one address, as ACCOUNT_RATE_LIMITS has it
FAILURES_FROM_EVERYWHERE = 20
LASTS = 15 * 60  # seconds


def account_of(name: str, kind: str | None) -> User | None:
    """Whose login is tried; nobody's for what no name can hold."""
    if not name.isprintable():
        return None
    return find_operator(name) if kind == OPERATOR else find_account(name, kind)


def key_of(user: User | None, name: str, kind: str | None) -> str:
    """What is counted, without anything personal in plain."""
    who = keyed_hash(f"account {user.pk}" if user else f"{kind or ''} {name.strip().lower()}")
    return f"login-failures:{who}:{cache.get(f'login-release:{who}', 0)}"


def count_failure(key: str, address: str) -> int:
    """Counts one more; how many there were from this address."""
    _more(key)
    return _more(f"{key}:{address}")


def failures(key: str, address: str) -> int:
    return int(cache.get(f"{key}:{address}", 0))


def is_locked_everywhere(key: str) -> bool:
    """Whether so many guessed at one account, from whatever addresses, that nobody may now."""
    return int(cache.get(key, 0)) >= FAILURES_FROM_EVERYWHERE


def release(user: User) -> None:
    """Ends every lock of the account: its owner has proved who he is, or staff have decided."""
    who = keyed_hash(f"account {user.pk}")
    cache.add(f"login-release:{who}", 0, 2 * LASTS)
    cache.incr(f"login-release:{who}")


def _more(key: str) -> int:
    cache.add(key, 0, LASTS)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended in between
        return 1
