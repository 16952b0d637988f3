"""Masks, character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.masking import (
    mask_bank_card,
    mask_email,
    mask_id_number,
    mask_mobile,
    mask_name,
)


@pytest.mark.requirement("S2-021")
@pytest.mark.parametrize(
    ("name", "masked"),
    [("杜希土", "杜**"), ("杜希", "杜*"), ("欧阳娜娜", "欧***"), ("杜", "*"), ("", "")],
)
def test_a_name_keeps_its_first_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.requirement("S2-021")
@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("320508199406041813", "*****1813"),
        ("11010519491231002X", "*****002X"),
        ("H12345678", "*****5678"),
        ("AB123", "*****3"),
        ("", ""),
    ],
)
def test_a_document_number_keeps_its_last_four(number: str, masked: str) -> None:
    assert mask_id_number(number) == masked


@pytest.mark.requirement("S2-022")
@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812341234", "138****1234"), ("91234567", "9****67"), ("12345", "*****"), ("", "")],
)
def test_a_mobile_keeps_three_and_four(number: str, masked: str) -> None:
    assert mask_mobile(number) == masked


def test_a_card_keeps_its_last_four() -> None:
    assert mask_bank_card("6217001234005678915") == "**** **** **** 8915"
    assert mask_bank_card("") == ""


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("duxitu@example.com", "d***@example.com"),
        ("no address", "***"),
        ("@example.com", "***"),
        ("", ""),
    ],
)
def test_an_email_keeps_its_first_letter_and_domain(address: str, masked: str) -> None:
    assert mask_email(address) == masked


@given(st.text("0123456789X", min_size=6, max_size=19))
def test_no_mask_shows_a_number(number: str) -> None:
    for masked in (mask_id_number(number), mask_mobile(number), mask_bank_card(number)):
        assert number not in masked
