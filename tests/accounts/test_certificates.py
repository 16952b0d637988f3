"""Whose certificate counts: chains, dates, revocations, usages, keys, and what the subject says."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from accounts import certificates_stand_in as usb
from accounts.certificates import CertificateError, check_signature, holder_of, read
from portal.lib.rsa import new_private_key
from portal.lib.stand_in_ca import Authority, pem

BOTH = ("jiangsu", "suzhou")
NEW = usb.KEYS["new"]


def reason_for(certificate: str, authority: str = "jiangsu") -> tuple[str, str]:
    with pytest.raises(CertificateError) as refused:
        holder_of(read(certificate, authority), authority)
    return refused.value.reason, str(refused.value)


def authority(settings: Any, name: str = "jiangsu") -> Authority:
    return Authority.of_pem("Jiangsu CA (demo)", settings.CERTIFICATE_STAND_IN_KEYS[name])


def subject(**parts: str) -> x509.Name:
    names = {"o": NameOID.ORGANIZATION_NAME, "sn": NameOID.SERIAL_NUMBER}
    return x509.Name([x509.NameAttribute(names[key], value) for key, value in parts.items()])


def issued(by: Authority, name: x509.Name = NEW.subject, **more: Any) -> str:
    return pem(by.issue(ec.generate_private_key(ec.SECP256R1()).public_key(), name, 7, **more))


@pytest.mark.parametrize("authority", BOTH)
def test_a_certificate_says_who_the_company_is(authority: str) -> None:
    holder = holder_of(read(usb.certificate(authority, "new"), authority), authority)
    assert (holder.uscc, holder.name) == (NEW.uscc, NEW.name)


def test_the_credit_code_may_stand_in_the_serial_number_of_the_subject(settings: Any) -> None:
    certificate = issued(authority(settings), subject(o="某某公司", sn=NEW.uscc))
    assert holder_of(read(certificate, "jiangsu"), "jiangsu").uscc == NEW.uscc


@pytest.mark.requirement("S3-021")
@pytest.mark.parametrize("authority", BOTH)
def test_a_subject_without_a_credit_code_is_named_as_such(authority: str) -> None:
    found = reason_for(usb.certificate(authority, "without_uscc"), authority)
    assert found == ("no_uscc", "无法自动匹配出企业社会统一信用代码")


@pytest.mark.requirement("S3-021")
@pytest.mark.parametrize(("authority", "label"), [("jiangsu", "江苏CA"), ("suzhou", "苏州CA")])
@pytest.mark.parametrize(
    ("key", "reason"),
    [("expired", "chain"), ("revoked", "revoked"), ("self_signed", "chain")],
)
def test_what_does_not_count_is_an_invalid_certificate(
    authority: str, label: str, key: str, reason: str
) -> None:
    found = reason_for(usb.certificate(authority, key), authority)
    assert found == (reason, f"无效的{label}证书")


def test_one_authority_does_not_vouch_for_the_other() -> None:
    assert reason_for(usb.certificate("jiangsu", "new"), "suzhou")[0] == "chain"


def test_a_root_of_the_same_name_and_another_key_vouches_for_nobody() -> None:
    forger = Authority.of_pem("Jiangsu CA (demo)", new_private_key())
    assert reason_for(issued(forger))[0] == "chain"


def test_a_certificate_for_servers_is_no_good(settings: Any) -> None:
    server = issued(authority(settings), usages=(ExtendedKeyUsageOID.SERVER_AUTH,))
    assert reason_for(server)[0] == "chain"


def test_a_root_is_no_company(settings: Any) -> None:
    assert reason_for(pem(authority(settings).root()))[0] == "chain"


def test_a_certificate_counts_from_its_first_day(settings: Any) -> None:
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    early = issued(authority(settings), valid=(tomorrow, tomorrow + dt.timedelta(days=9)))
    assert reason_for(early)[0] == "chain"


@pytest.mark.parametrize("kind", ["missing", "stale", "forged", "rubbish"])
def test_without_a_list_of_revocations_in_force_nobody_gets_in(
    settings: Any, tmp_path: Path, kind: str
) -> None:
    crl = tmp_path / "crl.pem"
    settings.CERTIFICATE_AUTHORITIES = {
        "jiangsu": {**settings.CERTIFICATE_AUTHORITIES["jiangsu"], "crl": crl}
    }
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    forger = Authority.of_pem("Jiangsu CA (demo)", new_private_key())
    texts = {
        "stale": pem(authority(settings).revocations([], until=yesterday)),
        "forged": pem(forger.revocations([])),
        "rubbish": "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n",
    }
    if kind in texts:
        crl.write_text(texts[kind])
    assert reason_for(usb.certificate("jiangsu", "new"))[0] == "no_revocation_list"
    crl.write_text(pem(authority(settings).revocations([])))
    assert holder_of(read(usb.certificate("jiangsu", "new"), "jiangsu"), "jiangsu")


@pytest.mark.parametrize(
    "text", ["", "你好", "AAAA", "-----BEGIN CERTIFICATE-----\nAA", "A" * 9000]
)
def test_rubbish_is_no_certificate(text: str) -> None:
    with pytest.raises(CertificateError, match="无效的江苏CA证书"):
        read(text, "jiangsu")


@pytest.mark.parametrize("authority", BOTH)
def test_only_the_key_of_the_certificate_signs_for_it(authority: str) -> None:
    certificate = read(usb.certificate(authority, "new"), authority)
    good = usb.sign(authority, "new", "text")
    check_signature(certificate, "text", good, authority)
    others = usb.sign(authority, "known", "text")
    for text, signature in [("other", good), ("text", others), ("text", ""), ("text", "不是")]:
        with pytest.raises(CertificateError) as refused:
            check_signature(certificate, text, signature, authority)
        assert refused.value.reason == "signature"
