"""Numbers of mainland identity cards."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from portal.lib.identifiers import Sex, birth_date_of, clean_resident_id, sex_of

TODAY = datetime.date(2026, 11, 21)
VALID = (
    "11010519491231002X",
    "320508199406041819",
    "320508198810111239",
    "330106199203150027",
    "32050819900101007X",
)
# 330113, 330114 and 320576 are missing in the table of python-stdnum, whose validator then
# raises KeyError; 320508 exists since 2012 only.
NEW_DISTRICTS = ("330113", "330114", "320576", "320508")


def numbered(first_seventeen: str) -> str:
    return first_seventeen + mod_11_2.calc_check_digit(first_seventeen)


@pytest.mark.parametrize("number", VALID)
def test_accepts_a_valid_number(number: str) -> None:
    assert clean_resident_id(number, today=TODAY) == number


def test_stores_a_capital_x() -> None:
    assert clean_resident_id(" 11010519491231002ｘ ", today=TODAY) == "11010519491231002X"


@pytest.mark.parametrize("district", NEW_DISTRICTS)
def test_accepts_districts_of_any_age(district: str) -> None:
    number = numbered(district + "19700101123")
    assert clean_resident_id(number, today=TODAY) == number


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("320508199001010011", "id_number_check"),
        ("320508900101001", "id_number_15_digits"),
        ("32050819900101", "id_number_length"),
        ("", "id_number_length"),
        ("3205081990010100一1", "id_number_format"),
        ("X20508199001010011", "id_number_format"),
        (numbered("32050819900230001"), "id_number_birth_date"),
        (numbered("32050819901301001"), "id_number_birth_date"),
        (numbered("32050819010229001"), "id_number_birth_date"),
        (numbered("32050820261122001"), "id_number_future"),
        (numbered("32050818990101001"), "id_number_age"),
        ("810000198505200014", "resident_id_type"),
        ("911124198108030024", "resident_id_type"),
    ],
)
def test_says_what_is_wrong(typed: str, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clean_resident_id(typed, today=TODAY)
    assert refused.value.code == reason


def test_somebody_born_today_is_accepted() -> None:
    number = numbered("32050820261121001")
    assert clean_resident_id(number, today=TODAY) == number


def test_reads_birth_date_and_sex() -> None:
    assert birth_date_of("320508199406041819") == datetime.date(1994, 6, 4)
    assert sex_of("320508199406041819") == Sex.MALE
    assert sex_of("330106199203150027") == Sex.FEMALE


numbers = st.builds(
    lambda born, sequence: numbered(f"320508{born:%Y%m%d}{sequence:03d}"),
    st.dates(datetime.date(1930, 1, 1), datetime.date(2020, 12, 31)),
    st.integers(0, 999),
)


@given(numbers, st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_noticed(number: str, place: int, digit: str) -> None:
    """No weight of MOD 11-2 is 0 modulo 11, so every single error changes the sum."""
    wrong = number[:place] + digit + number[place + 1 :]
    assume(wrong != number)
    with pytest.raises(ValidationError):
        clean_resident_id(wrong, today=TODAY)


@given(numbers, st.integers(0, 15))
def test_two_neighbours_in_the_wrong_order_are_noticed(number: str, place: int) -> None:
    """Neighbouring weights differ modulo 11, as each is twice the next."""
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assume(wrong != number)
    with pytest.raises(ValidationError):
        clean_resident_id(wrong, today=TODAY)
