"""Locks on names, for what has no row of its own to lock."""

import hashlib

from django.db import connection


def serialise(*names: str) -> None:
    """Lets one transaction at a time go on for each of the names, until it ends.

    Names are locked in the order given: who locks several must always give them in one order.
    """
    with connection.cursor() as cursor:
        for name in names:
            digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
            key = int.from_bytes(digest, "big", signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
