"""What persons file for themselves in 杭州: hand-worked cases, and bounds."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .figures import outcome_of

yuan = st.decimals(min_value=0, max_value=100_000_000, places=2)
classes = st.sampled_from(["class_b", "class_c", "class_d"])
STANDARD = {"class_b": 2_000_000, "class_c": 1_500_000, "class_d": 1_000_000}


def halves(talent_class: str, price: Any, received: Any = "0") -> tuple[Decimal, Decimal]:
    """The purchase subsidy, and what the check of the year after adds to it."""
    answers = {
        "talent_class": talent_class,
        "price": str(price),
        "settlement_received": str(received),
    }
    first, second = (
        outcome_of(slug, answers) for slug in ("home_purchase_subsidy", "home_purchase_review")
    )
    assert first.working[-1].value == first.amount
    assert second.working[-1].value == second.amount
    return first.amount, second.amount


@pytest.mark.parametrize(
    ("talent_class", "price", "received", "first", "second"),
    [
        ("class_b", "5000000", "0", "1000000.00", "1000000.00"),
        ("class_c", "5000000", "0", "750000.00", "750000.00"),
        ("class_d", "5000000", "0", "500000.00", "500000.00"),
        ("class_d", "800000", "0", "400000.00", "400000.00"),  # the price is the cap
        ("class_d", "5000000", "300000", "350000.00", "350000.00"),  # 700 000 are left
        ("class_d", "5000000", "300000.01", "349999.00", "350000.99"),  # whole yuan first
        ("class_d", "5000000", "1000000", "0.00", "0.00"),
        ("class_d", "5000000", "2000000", "0.00", "0.00"),  # more was received
    ],
)
def test_the_home_purchase_subsidy(
    talent_class: str, price: str, received: str, first: str, second: str
) -> None:
    assert [str(half) for half in halves(talent_class, price, received)] == [first, second]


@given(talent_class=classes, price=yuan, more=yuan, received=yuan)
def test_both_halves_are_never_more_than_standard_and_price(
    talent_class: str, price: Decimal, more: Decimal, received: Decimal
) -> None:
    total = sum(halves(talent_class, price, received))
    assert 0 <= total == max(0, min(price, Decimal(STANDARD[talent_class])) - received)
    assert sum(halves(talent_class, price + more, received)) >= total
    assert sum(halves(talent_class, price, received + more)) <= total


@pytest.mark.parametrize(("months", "amount"), [(1, "2500.00"), (7, "17500.00"), (12, "30000.00")])
def test_the_rental_subsidy(months: int, amount: str) -> None:
    assert str(outcome_of("rental_subsidy", {"months": months}).amount) == amount


@given(months=st.integers(1, 60), more=st.integers(0, 60))
def test_the_rental_subsidy_grows_by_the_month(months: int, more: int) -> None:
    amount = outcome_of("rental_subsidy", {"months": months}).amount
    assert amount == 2_500 * months
    assert outcome_of("rental_subsidy", {"months": months + more}).amount >= amount


@pytest.mark.parametrize(
    ("price", "amount"),
    [("30000", "30000.00"), ("29999.99", "29999.99"), ("30000.01", "30000.00"), ("0", "0.00")],
)
def test_the_car_plate_subsidy(price: str, amount: str) -> None:
    assert str(outcome_of("car_plate_subsidy", {"auction_price": price}).amount) == amount


@given(price=yuan, more=yuan)
def test_the_car_plate_subsidy_is_never_above_price_or_cap(price: Decimal, more: Decimal) -> None:
    amount = outcome_of("car_plate_subsidy", {"auction_price": str(price)}).amount
    assert 0 <= amount <= min(price, Decimal(30_000))
    assert outcome_of("car_plate_subsidy", {"auction_price": str(price + more)}).amount >= amount


@pytest.mark.parametrize(
    ("degree", "amount"),
    [("bachelor", "10000.00"), ("master", "30000.00"), ("doctor", "100000.00")],
)
def test_the_graduate_allowance(degree: str, amount: str) -> None:
    assert str(outcome_of("graduate_allowance", {"degree": degree}).amount) == amount


@given(degree=st.sampled_from(["bachelor", "master", "doctor"]), received=yuan)
def test_the_graduate_allowance_is_one_of_three_amounts(degree: str, received: Decimal) -> None:
    outcome = outcome_of("graduate_allowance", {"degree": degree}, received_before=received)
    assert outcome.amount in (10_000, 30_000, 100_000)
