"""One captcha per page view: its answer stays on the server and is good for one try."""

import secrets
from dataclasses import asdict, dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache

from portal.lib import captcha
from portal.lib.client import session_key_of
from portal.lib.identifiers import normalise

LIFETIME = 5 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Challenge:
    """Characters to read from a picture, or a sum in words; either answer will do."""

    id: str
    session: str
    characters: str
    question: str
    total: int


def new_challenge(session: SessionBase) -> Challenge:
    """A fresh challenge, bound to the visitor's session."""
    question, total = captcha.random_sum()
    challenge = Challenge(
        id=secrets.token_urlsafe(12),
        session=session_key_of(session),
        characters=captcha.random_characters(),
        question=question,
        total=total,
    )
    cache.set(_key(challenge.id), asdict(challenge), LIFETIME)
    return challenge


def find_challenge(session: SessionBase, challenge_id: str) -> Challenge | None:
    """The visitor's own challenge while it can be answered."""
    stored = cache.get(_key(challenge_id))
    if stored is None or stored["session"] != session.session_key:
        return None
    return Challenge(**stored)


def solve(session: SessionBase, challenge_id: str, answer: str) -> bool:
    """Whether the answer is right. Whatever the answer, the challenge is used up by it."""
    challenge = find_challenge(session, challenge_id)
    # Of two answers sent at once only one gets to delete the challenge.
    if challenge is None or not cache.delete(_key(challenge_id)):
        return False
    given = normalise(answer)
    return secrets.compare_digest(given.encode(), challenge.characters.encode()) or (
        given == str(challenge.total)
    )


def _key(challenge_id: str) -> str:
    return f"captcha:{challenge_id}"
