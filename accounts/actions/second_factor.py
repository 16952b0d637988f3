"""The second factor of staff: time-based one-time passwords."""

import base64
import secrets
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from accounts.models import User

PERIOD = 30  # seconds
DIGITS = 6


def new_secret() -> str:
    """A secret as authenticator apps take it: base32 of 20 random bytes."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def enrol_totp(user: User, secret: str) -> None:
    """Gives the user an authenticator with this base32 secret; one given before is replaced."""
    Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(secret)}}
    )


def current_totp(secret: str) -> str:
    """The code an app shows now for a base32 secret."""
    key = base64.b32decode(secret, casefold=True)
    # The algorithm that every authenticator app knows; it signs nothing here.
    totp = TOTP(key, DIGITS, SHA1(), PERIOD, enforce_key_length=False)  # noqa: S303
    return totp.generate(int(time.time())).decode()


def current_totp_of(user: User) -> str:
    """The user's current code, for the demo's login page only; "" without an authenticator."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return current_totp(decrypt(found.data["secret"])) if found else ""
