"""江苏CA and 苏州CA played by ourselves, for the demo and the tests: invented companies' USB keys.

The authorities' keys stand in the settings; companies' keys live as long as the process.
"""

import base64
import datetime as dt
from dataclasses import dataclass
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.lib.stand_in_ca import CLOSED, FOUNDED, Authority, PrivateKey, PublicKey, pem
from portal.settings.certificates import REVOKED, STAND_IN_NAMES

EXPIRED_ON = dt.datetime(2025, 12, 31, tzinfo=dt.UTC)
RSA_BITS = 2048


@dataclass(frozen=True)
class UsbKey:
    """A company's key with its certificate, and what a visitor of the demo may expect of it."""

    name: str
    uscc: str
    serial: int
    note: str | Promise
    until: dt.datetime = CLOSED
    self_signed: bool = False

    @property
    def subject(self) -> x509.Name:
        parts = [(NameOID.COUNTRY_NAME, "CN"), (NameOID.ORGANIZATION_NAME, self.name)]
        if self.uscc:
            parts.append((NameOID.ORGANIZATION_IDENTIFIER, f"NTRCN-{self.uscc}"))
        return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


KEYS = {
    "new": UsbKey("苏州独墅湖生物医药有限公司", "91320594MA1JJH01XP", 0x1001, _("尚未注册的企业")),
    "known": UsbKey("苏州平江精密仪器有限公司", "91320508MA1D00TPXD", 0x1002, _("已注册的企业")),
    "revoked": UsbKey(
        "苏州独墅湖生物医药有限公司", "91320594MA1JJH01XP", REVOKED, _("证书已被吊销")
    ),
    "expired": UsbKey(
        "苏州独墅湖生物医药有限公司",
        "91320594MA1JJH01XP",
        0x1004,
        _("证书已过期"),
        until=EXPIRED_ON,
    ),
    "self_signed": UsbKey(
        "苏州独墅湖生物医药有限公司",
        "91320594MA1JJH01XP",
        0x1005,
        _("自签名，不是CA签发"),
        self_signed=True,
    ),
    "without_uscc": UsbKey("苏州旧证科技有限公司", "", 0x1006, _("证书中没有统一社会信用代码")),
    "unknown": UsbKey(
        "苏州查无此人贸易有限公司", "91320594MA1WRWD02C", 0x1007, _("法人库中没有的企业")
    ),
}


def certificate(authority: str, key: str) -> str:
    """The certificate on that key, as PEM."""
    holder = KEYS[key]
    own = _private_key(authority, key)
    public: PublicKey = own.public_key()
    valid = (FOUNDED, holder.until)
    if holder.self_signed:
        assert isinstance(own, rsa.RSAPrivateKey)
        issuer = Authority(STAND_IN_NAMES[authority], own)
    else:
        issuer = Authority.of_pem(
            STAND_IN_NAMES[authority], settings.CERTIFICATE_STAND_IN_KEYS[authority]
        )
    return pem(issuer.issue(public, holder.subject, holder.serial, valid=valid))


def sign(authority: str, key: str, text: str) -> str:
    """What the key makes of the text: RSA on the keys of 江苏CA, ECDSA on those of 苏州CA."""
    own, message = _private_key(authority, key), text.encode()
    if isinstance(own, rsa.RSAPrivateKey):
        raw = own.sign(message, padding.PKCS1v15(), hashes.SHA256())
    else:
        raw = own.sign(message, ec.ECDSA(hashes.SHA256()))
    return base64.b64encode(raw).decode()


@cache
def _private_key(authority: str, key: str) -> PrivateKey:
    if authority == "jiangsu" or KEYS[key].self_signed:
        return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return ec.generate_private_key(ec.SECP256R1())
