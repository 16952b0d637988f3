"""Telephone numbers, cards and accounts."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.lib.identifiers import (
    clean_bank_account,
    clean_bank_card,
    clean_mobile,
    clean_telephone,
    normalise,
)

CARDS = (
    "6228480402564890018",
    "6222021102001234569",
    "6217001234005678915",
    "6228480012345678903",
)


@pytest.mark.parametrize(
    "typed",
    ["13812341234", "138 1234 1234", "138-1234-1234", "+86 13812341234", "008613812341234"],
)
def test_mobile_numbers_are_eleven_digits(typed: str) -> None:
    assert clean_mobile(typed) == "13812341234"


@pytest.mark.parametrize(
    "typed", ["12812341234", "1381234123", "138123412345", "١٣٨١٢٣٤١٢٣٤", "", "abc"]
)
def test_other_numbers_are_no_mobiles(typed: str) -> None:
    with pytest.raises(ValidationError):
        clean_mobile(typed)


def test_landlines_have_an_area_code() -> None:
    assert clean_telephone("0512－65223344－801") == "0512-65223344-801"
    with pytest.raises(ValidationError):
        clean_telephone("65223344")


@pytest.mark.parametrize("number", CARDS)
def test_accepts_cards(number: str) -> None:
    grouped = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    assert clean_bank_card(grouped) == number


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("6222020200112345678", "bank_card_check"),
        ("622202020011234", "bank_card_format"),
        ("62220202001123456789", "bank_card_format"),
        ("", "bank_card_format"),
    ],
)
def test_refuses_cards(typed: str, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clean_bank_card(typed)
    assert refused.value.code == reason


@given(st.sampled_from(CARDS), st.integers(0, 18), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_a_card_is_noticed(number: str, place: int, digit: str) -> None:
    wrong = number[:place] + digit + number[place + 1 :]
    assume(wrong != number)
    with pytest.raises(ValidationError):
        clean_bank_card(wrong)


def test_accounts_of_units_have_no_check_digit() -> None:
    assert clean_bank_account("3250 1986 3600 0000 0123") == "32501986360000000123"
    for wrong in ("1234567", "1" * 33, "32501986A"):
        with pytest.raises(ValidationError):
            clean_bank_account(wrong)


@given(st.text("0９ｘX \u3000\u200b\t-－aＡ", max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert set(once) <= set("09X-A")
    assert normalise(once) == once
