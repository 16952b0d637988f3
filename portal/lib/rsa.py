"""RSA signatures as Chinese payment platforms use them: SHA-256, PKCS #1 v1.5, base64."""

import base64
import binascii
import textwrap

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

KEY_BITS = 2048


def sign(text: str, private_key: str) -> str:
    """The signature of the text in UTF-8. Raises ValueError for something that is no key."""
    key = serialization.load_pem_private_key(_pem(private_key, "PRIVATE"), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    signature = key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(signature).decode()


def verify(text: str, signature: str, public_key: str) -> bool:
    """Whether the signature was made over exactly this text with the key's private half."""
    key = serialization.load_pem_public_key(_pem(public_key, "PUBLIC"))
    assert isinstance(key, rsa.RSAPublicKey)
    try:
        raw = base64.b64decode(signature, validate=True)
        key.verify(raw, text.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def new_private_key() -> str:
    """A fresh key as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem.decode()


def public_half(private_key: str) -> str:
    """The public key that belongs to a private one, as PEM."""
    key = serialization.load_pem_private_key(_pem(private_key, "PRIVATE"), password=None)
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem.decode()


def _pem(key: str, kind: str) -> bytes:
    """Platforms hand out the bare base64 body; both forms are accepted."""
    if "-----BEGIN" in key:
        return key.encode()
    body = "\n".join(textwrap.wrap("".join(key.split()), 64))
    return f"-----BEGIN {kind} KEY-----\n{body}\n-----END {kind} KEY-----\n".encode()
