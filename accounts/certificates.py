"""Certificates of companies, issued by the authorities that the settings trust (江苏CA, 苏州CA).

A certificate counts when a root of its authority vouches for it, it is in force, stands on no
list of revocations, and is meant for signing in; and when whoever shows it has its key. Without a
list of revocations in force nobody gets in. RSA and ECDSA are known; SM2 is not.

Whom it is made out to stands in the subject: the name as `O` (organizationName, 2.5.4.10), the
USCC as `organizationIdentifier` (2.5.4.97), as `serialNumber` (2.5.4.5) where that is missing,
bare or behind a prefix such as `NTRCN-`.
"""

import base64
import binascii
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    Policy,
    PolicyBuilder,
    Store,
    VerificationError,
)
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.identifiers import clean_uscc

LABELS = {"jiangsu": gettext_lazy("江苏CA"), "suzhou": gettext_lazy("苏州CA")}
USCC_ATTRIBUTES = (NameOID.ORGANIZATION_IDENTIFIER, NameOID.SERIAL_NUMBER)
USCC_LENGTH = 18
PEM_MARK = b"-----BEGIN"
ANY = Criticality.AGNOSTIC


def _for_signing_in(
    policy: Policy, certificate: x509.Certificate, usages: x509.ExtendedKeyUsage
) -> None:
    if ExtendedKeyUsageOID.CLIENT_AUTH not in usages:
        raise ValueError("not meant for signing in")


# What browsers ask of a certificate, but for alternative names: companies have none.
HOLDER_POLICY = (
    ExtensionPolicy.webpki_defaults_ee()
    .may_be_present(x509.SubjectAlternativeName, ANY, None)
    .require_present(x509.ExtendedKeyUsage, ANY, _for_signing_in)
)


class CertificateError(Exception):
    """Nobody gets in with this. The message is for the visitor, `reason` for us."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True)
class Holder:
    """Whom a certificate that counts is made out to."""

    authority: str
    serial: str
    uscc: str
    name: str


def holder_of(certificate: x509.Certificate, authority: str) -> Holder:
    """Whom the authority vouches for. Raises CertificateError."""
    _check_chain(certificate, authority)
    subject = certificate.subject
    names = [str(item.value) for item in subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)]
    uscc = _uscc_in(subject)
    if not uscc or not names:
        raise CertificateError("no_uscc", _("无法自动匹配出企业社会统一信用代码"))
    return Holder(authority, f"{certificate.serial_number:x}", uscc, names[0].strip())


def read(text: str, authority: str) -> x509.Certificate:
    """The certificate in PEM, or in DER as base64. Raises CertificateError."""
    raw = text.strip().encode()
    try:
        if raw.startswith(PEM_MARK):
            return x509.load_pem_x509_certificate(raw)
        return x509.load_der_x509_certificate(base64.b64decode(raw, validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm) as error:
        raise invalid(authority, "unreadable") from error


def check_signature(
    certificate: x509.Certificate, text: str, signature: str, authority: str
) -> None:
    """That the text was signed with the certificate's key, by SHA-256. Raises CertificateError.

    RSA by PKCS #1 v1.5, ECDSA in DER: what the keys that companies have can do. In base64.
    """
    key, message = certificate.public_key(), text.encode()
    try:
        raw = base64.b64decode(signature.strip(), validate=True)
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(raw, message, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(raw, message, ec.ECDSA(hashes.SHA256()))
        else:
            raise invalid(authority, "key")
    except (InvalidSignature, ValueError, binascii.Error) as error:
        raise invalid(authority, "signature") from error


def invalid(authority: str, reason: str) -> CertificateError:
    sentence = _("无效的%(authority)s证书") % {"authority": LABELS[authority]}
    return CertificateError(reason, sentence)


def _check_chain(certificate: x509.Certificate, authority: str) -> None:
    """That a root of the authority vouches for it, and nobody on the way was revoked."""
    trusted = settings.CERTIFICATE_AUTHORITIES[authority]
    now = timezone.now()
    given = x509.load_pem_x509_certificates(Path(trusted["roots"]).read_bytes())
    roots = [each for each in given if each.issuer == each.subject]
    builder = PolicyBuilder().store(Store(roots)).time(now)
    builder = builder.extension_policies(
        ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=HOLDER_POLICY
    )
    between = [each for each in given if each not in roots]
    try:
        chain = builder.build_client_verifier().verify(certificate, between).chain
    except (VerificationError, ValueError) as error:
        raise invalid(authority, "chain") from error
    lists = _revocations(Path(trusted["crl"]))
    for issued, issuer in pairwise(chain):
        _check_revocation(issued, issuer, lists, authority)


def _check_revocation(
    issued: x509.Certificate,
    issuer: x509.Certificate,
    lists: list[x509.CertificateRevocationList],
    authority: str,
) -> None:
    key, now = issuer.public_key(), timezone.now()
    assert isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey)
    in_force = [
        each
        for each in lists
        if each.issuer == issuer.subject
        and each.next_update_utc
        and each.last_update_utc <= now < each.next_update_utc
        and each.is_signature_valid(key)
    ]
    if not in_force:
        raise invalid(authority, "no_revocation_list")
    serial = issued.serial_number
    if any(each.get_revoked_certificate_by_serial_number(serial) for each in in_force):
        raise invalid(authority, "revoked")


def _revocations(path: Path) -> list[x509.CertificateRevocationList]:
    """The lists in the file, one after another; it is replaced while we run."""
    try:
        parts = path.read_bytes().split(PEM_MARK)[1:]
        return [x509.load_pem_x509_crl(PEM_MARK + part) for part in parts]
    except (OSError, ValueError):
        return []


def _uscc_in(subject: x509.Name) -> str:
    for kind in USCC_ATTRIBUTES:
        for item in subject.get_attributes_for_oid(kind):
            try:
                return clean_uscc(str(item.value).strip()[-USCC_LENGTH:])
            except ValidationError:
                continue
    return ""
