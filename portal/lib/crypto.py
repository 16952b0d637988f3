"""Encryption at rest for document and account numbers, and the hash they are found by.

The secrets stand in `settings.FIELD_KEYS`, newest first. Each may be any long string; the
working keys are derived from it, so a secret is never used as a key itself.

Rotation. Put a new secret in *front*: new values are written with it, old ones stay readable.
The *last* secret is the root of `keyed_hash` and has to stay while hashes made with it are
looked up; older entries between the two may go once their rows have been saved again.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression

from portal.lib.identifiers import normalise

VERSION = "v1"
NONCE_BYTES = 12
MIN_SECRET_LENGTH = 32


class DecryptionError(ValueError):
    """The token is damaged, or the secret it was written with is no longer in FIELD_KEYS."""


class _KeyRing:
    """Working keys derived from the secrets: one cipher per secret, one key for hashes."""

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets or any(len(secret) < MIN_SECRET_LENGTH for secret in secrets):
            raise ImproperlyConfigured(
                f"FIELD_KEYS needs at least one secret, each of {MIN_SECRET_LENGTH} characters "
                "or more."
            )
        self.ciphers = {
            _derive(secret, "key id", 4).hex(): AESGCM(_derive(secret, "field encryption", 32))
            for secret in secrets
        }
        self.current = next(iter(self.ciphers))
        self.hash_key = _derive(secrets[-1], "keyed hash", 32)


def _derive(secret: str, purpose: str, length: int) -> bytes:
    info = f"talent-portal {purpose}".encode()
    return HKDF(hashes.SHA256(), length, salt=None, info=info).derive(secret.encode())


@lru_cache(maxsize=8)
def _key_ring(secrets: tuple[str, ...]) -> _KeyRing:
    return _KeyRing(secrets)


def _keys() -> _KeyRing:
    return _key_ring(tuple(settings.FIELD_KEYS))


def encrypt(text: str) -> str:
    """`v1:<key id>:<base64 of nonce and ciphertext>`; differs on every call."""
    keys = _keys()
    header = f"{VERSION}:{keys.current}"
    nonce = os.urandom(NONCE_BYTES)
    sealed = keys.ciphers[keys.current].encrypt(nonce, text.encode(), header.encode())
    return f"{header}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(token: str) -> str:
    """The text behind a token of `encrypt`. Raises DecryptionError; never returns a guess."""
    version, _, rest = token.partition(":")
    key_id, _, payload = rest.partition(":")
    cipher = _keys().ciphers.get(key_id)
    if version != VERSION or cipher is None:
        raise DecryptionError("This value was encrypted with a key that is not configured.")
    try:
        raw = base64.b64decode(payload, validate=True)
        nonce, sealed = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
        return cipher.decrypt(nonce, sealed, f"{version}:{key_id}".encode()).decode()
    except (binascii.Error, InvalidTag, ValueError) as error:
        raise DecryptionError("This encrypted value is damaged.") from error


def keyed_hash(text: str) -> str:
    """64 hex characters by which an encrypted number is found again, however it was typed.

    Without the key the hash cannot be tried out against all possible numbers.
    """
    return hmac.new(_keys().hash_key, normalise(text).encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # none at run time
    """Text that is encrypted in the database and plain in Python.

    The empty string and NULL are stored as they are. Nothing can be searched in it: keep
    `keyed_hash(value)` in a second, indexed column and filter on that.
    """

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        if not prepared or isinstance(prepared, Expression):
            return prepared
        return encrypt(prepared)

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(
            f"'{self.name}' is encrypted and cannot be searched with '{lookup_name}'. "
            "Filter on the column that holds its keyed_hash()."
        )
