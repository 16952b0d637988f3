"""Amounts in figures and in words."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.money import LIMIT, chinese_amount, quantize, yuan

VALUES = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True))
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_aloud(words: str) -> Decimal:
    """The amount that a reader of the words understands."""
    if "元" in words:
        whole_words, rest = words.split("元")
    else:
        whole_words, rest = "", words
    total = section = digit = 0
    for char in whole_words:
        if char in VALUES:
            digit = VALUES[char]
        elif char in UNITS:
            section, digit = section + digit * UNITS[char], 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        else:
            total, section, digit = (total + section + digit) * 100_000_000, 0, 0
    fen = 0
    for char, unit in pairwise(rest):
        fen += VALUES.get(char, 0) * {"角": 10, "分": 1}.get(unit, 0)
    return Decimal(total + section + digit) + Decimal(fen) / 100


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("2.675", "2.68"), ("-0.005", "-0.01"), ("1", "1.00"), ("0.004", "0.00")],
)
def test_halves_are_rounded_up(amount: str, rounded: str) -> None:
    assert str(quantize(Decimal(amount))) == rounded


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("1234567.8", "¥1,234,567.80"),
        ("0", "¥0.00"),
        ("-1200.5", "-¥1,200.50"),
        ("-0.001", "¥0.00"),
    ],
)
def test_figures_have_separators_and_two_places(amount: str, shown: str) -> None:
    assert yuan(Decimal(amount)) == shown


@pytest.mark.requirement("S3-036")
@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "零元整"),
        ("0.05", "伍分"),
        ("10.05", "壹拾元零伍分"),
        ("100010", "壹拾万零壹拾元整"),
        ("100001.1", "壹拾万零壹元壹角"),
        ("120305.07", "壹拾贰万零叁佰零伍元零柒分"),
        ("150000", "壹拾伍万元整"),
        ("1000000", "壹佰万元整"),
        ("10200300.40", "壹仟零贰拾万零叁佰元肆角"),
        ("1000000000", "壹拾亿元整"),
        ("99999.995", "壹拾万元整"),
    ],
)
def test_words(amount: str, words: str) -> None:
    assert chinese_amount(Decimal(amount)) == words


@given(st.decimals(0, LIMIT - 1, places=2))
def test_words_say_the_amount_exactly(amount: Decimal) -> None:
    assert read_aloud(chinese_amount(amount)) == amount


@pytest.mark.parametrize("amount", [Decimal("-0.01"), LIMIT])
def test_no_words_for_what_no_receipt_says(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="No receipt"):
        chinese_amount(amount)
