"""A certification authority that plays one, for the demo and the tests.

The same key gives the same root and the same list of revocations, byte for byte.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

FOUNDED = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
CLOSED = dt.datetime(2049, 12, 31, tzinfo=dt.UTC)
ROOT_SERIAL = 1
CLIENT_AUTHENTICATION = (ExtendedKeyUsageOID.CLIENT_AUTH,)


@dataclass(frozen=True)
class Authority:
    """One authority: its name and the key it signs with."""

    name: str
    key: rsa.RSAPrivateKey

    @classmethod
    def of_pem(cls, name: str, private_key: str) -> "Authority":
        key = serialization.load_pem_private_key(private_key.encode(), password=None)
        assert isinstance(key, rsa.RSAPrivateKey)
        return cls(name, key)

    @property
    def _subject(self) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
                x509.NameAttribute(NameOID.COMMON_NAME, self.name),
            ]
        )

    def root(self) -> x509.Certificate:
        builder = _certificate(self._subject, self._subject, self.key.public_key(), ROOT_SERIAL)
        builder = builder.not_valid_before(FOUNDED).not_valid_after(CLOSED)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=1), True)
        builder = builder.add_extension(_key_usage(signs_certificates=True), True)
        key_id = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        return builder.add_extension(key_id, False).sign(self.key, hashes.SHA256())

    def issue(
        self,
        public_key: PublicKey,
        subject: x509.Name,
        serial: int,
        *,
        valid: tuple[dt.datetime, dt.datetime] = (FOUNDED, CLOSED),
        usages: Sequence[x509.ObjectIdentifier] = CLIENT_AUTHENTICATION,
    ) -> x509.Certificate:
        """A certificate for somebody's key."""
        builder = _certificate(self._subject, subject, public_key, serial)
        builder = builder.not_valid_before(valid[0]).not_valid_after(valid[1])
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        builder = builder.add_extension(_key_usage(signs_certificates=False), True)
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(usages)), False)
        ours = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return builder.add_extension(ours, False).sign(self.key, hashes.SHA256())

    def revocations(
        self, serials: Collection[int], until: dt.datetime = CLOSED
    ) -> x509.CertificateRevocationList:
        """The list of certificates taken back; good itself `until` then."""
        builder = x509.CertificateRevocationListBuilder(self._subject, FOUNDED, until)
        for serial in serials:
            entry = x509.RevokedCertificateBuilder(serial, FOUNDED)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self.key, hashes.SHA256())


def pem(item: x509.Certificate | x509.CertificateRevocationList) -> str:
    return item.public_bytes(serialization.Encoding.PEM).decode()


def _certificate(
    issuer: x509.Name, subject: x509.Name, public_key: PublicKey, serial: int
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(issuer, subject, public_key, serial)


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
