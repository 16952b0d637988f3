"""Signatures: made by the right key over exactly the text, or not accepted."""

import pytest

from portal.lib.rsa import new_private_key, public_half, sign, verify

TEXT = "app_id=2021&method=alipay.user.info.share&姓名=陆羽茶"


@pytest.fixture(scope="module")
def key() -> str:
    return new_private_key()


def bare(pem: str) -> str:
    """The key as platforms hand it out: one line of base64."""
    return "".join(line for line in pem.splitlines() if "-----" not in line)


def test_what_was_signed_is_accepted(key: str) -> None:
    assert verify(TEXT, sign(TEXT, key), public_half(key))


def test_keys_without_pem_lines_are_read_as_well(key: str) -> None:
    assert verify(TEXT, sign(TEXT, bare(key)), bare(public_half(key)))


def test_any_other_text_or_key_or_signature_is_refused(key: str) -> None:
    signature, public_key = sign(TEXT, key), public_half(key)
    assert not verify(TEXT + " ", signature, public_key)
    assert not verify(TEXT, signature, public_half(new_private_key()))
    for nonsense in ("", "not base64!", signature[:-4], "签名"):
        assert not verify(TEXT, nonsense, public_key)
