"""What a session keeps of a visitor, sealed: sessions lie in the database and in the cache."""

import json
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.core import signing

from portal.lib.crypto import decrypt, encrypt


def seal(session: SessionBase, name: str, content: Any) -> None:
    """Keeps something that JSON can say, encrypted and with the time of now."""
    session[name] = signing.dumps(encrypt(json.dumps(content)), salt=f"sealed.{name}")


def unseal(session: SessionBase, name: str, max_age: int) -> Any:
    """What was sealed under the name at most `max_age` seconds ago; None otherwise."""
    try:
        sealed = signing.loads(session.get(name, ""), salt=f"sealed.{name}", max_age=max_age)
    except signing.BadSignature:
        return None
    return json.loads(decrypt(sealed))
