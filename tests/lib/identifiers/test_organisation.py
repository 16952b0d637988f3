"""Unified social credit codes."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.identifiers import clean_uscc

VALID = (
    "91110000600037341L",
    "91320594MA1MPXWGXB",
    "12320500466955327Q",
    "91330106MA2AX123X9",
)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", VALID)
def test_accepts_a_valid_code(code: str) -> None:
    assert clean_uscc(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "９１３２０５９４ｍａ１ｍｐｘｗｇｘｂ",
        " 9132 0594 MA1M PXWG XB\n",
        "91320594\u200bMA1MPXWGXB",
    ],
)
def test_stores_one_form_whatever_was_typed(typed: str) -> None:
    assert clean_uscc(typed) == "91320594MA1MPXWGXB"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("91320594MA1MPXWG0L", "uscc_check"),
        ("9132059400000000", "uscc_length"),
        ("", "uscc_length"),
        ("A1110000600037341L", "uscc_format"),
        ("9132059四MA1MPXWGXB", "uscc_format"),
        ("91320594MA1MPXWGIB", "uscc_format"),
        ("91320594MA1MPXWGOB", "uscc_format"),
        ("91320594MA1MPXWGZB", "uscc_format"),
        ("91320594MA1MPXWGSB", "uscc_format"),
        ("91320594MA1MPXWGVB", "uscc_format"),
    ],
)
def test_says_what_is_wrong(typed: str, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clean_uscc(typed)
    assert refused.value.code == reason


@given(st.sampled_from(VALID), st.integers(8, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: str, place: int, char: str) -> None:
    """The modulus 31 is prime and larger than every difference of two values."""
    wrong = code[:place] + char + code[place + 1 :]
    if wrong == code:
        return
    with pytest.raises(ValidationError):
        clean_uscc(wrong)


@given(st.sampled_from(VALID), st.integers(0, 16))
def test_two_neighbours_in_the_wrong_order_are_noticed(code: str, place: int) -> None:
    """Neighbouring weights differ modulo 31."""
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong == code:
        return
    with pytest.raises(ValidationError):
        clean_uscc(wrong)
