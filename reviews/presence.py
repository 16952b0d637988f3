"""Who has the same file open: shown, never enforced. Lives in the cache and fades by itself."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache

from accounts.models import User

#: Seconds between two signs of life of an open page, and until somebody silent is gone.
HEARTBEAT = 20
GONE_AFTER = 3 * HEARTBEAT


@dataclass(frozen=True)
class Colleague:
    """Somebody else who has the file open, and for how long."""

    name: str
    minutes: int


def enter(item_id: int, user: User) -> list[Colleague]:
    """Notes that the user has the file open and says who else has, the longest first."""
    now = time.time()
    key = f"presence.{item_id}"
    people: dict[int, tuple[str, float, float]] = cache.get(key) or {}
    people = {pk: entry for pk, entry in people.items() if now - entry[2] < GONE_AFTER}
    since = people[user.pk][1] if user.pk in people else now
    people[user.pk] = (str(user), since, now)
    cache.set(key, people, GONE_AFTER)
    others = sorted(entry[1:] + entry[:1] for pk, entry in people.items() if pk != user.pk)
    return [Colleague(name, int((now - began) // 60)) for began, _last, name in others]


def leave(item_id: int, user: User) -> None:
    """Notes that the user is done with the file."""
    key = f"presence.{item_id}"
    people = cache.get(key) or {}
    if people.pop(user.pk, None):
        cache.set(key, people, GONE_AFTER)
