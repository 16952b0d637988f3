"""拟奖励金额 of 高端人才奖励: hand-worked cases, and bounds that always hold."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.calculations.base import Outcome

from .figures import outcome_of

wages = st.decimals(min_value=400_000, max_value=100_000_000, places=2)


def award(wage: Any, since: str = "2020-01-01") -> Outcome:
    answers = {"annual_wage": str(wage), "employed_since": since}
    return outcome_of("high_end_award", answers)


@pytest.mark.parametrize(
    ("wage", "amount"),
    [
        ("400000", "20000.00"),  # 400 000 × 5 %
        ("599999.99", "29999.00"),  # × 5 % = 29 999.9995, whole yuan
        ("600000", "60000.00"),  # the whole wage × 10 %, not what is above the floor
        ("600009", "60000.00"),  # 60 000.90, whole yuan
        ("999999.99", "99999.00"),  # × 10 % = 99 999.999
        ("1000000", "150000.00"),  # × 15 %
        ("1499999.99", "224999.00"),  # × 15 % = 224 999.9985
        ("1500000", "300000.00"),  # × 20 %
        ("2000000", "400000.00"),  # × 20 % is the cap exactly
        ("2000005", "400000.00"),  # 400 001 is above the cap
        ("80000000", "400000.00"),
    ],
)
def test_hand_worked_cases(wage: str, amount: str) -> None:
    outcome = award(wage)
    assert str(outcome.amount) == amount
    assert outcome.working[-1].value == outcome.amount
    assert not outcome.problems


@pytest.mark.parametrize(("wage", "eligible"), [("399999.99", False), ("400000", True)])
def test_below_the_lowest_tier_there_is_nothing(wage: str, eligible: bool) -> None:
    outcome = award(wage)
    assert ("annual_wage" not in outcome.problems) is eligible
    assert bool(outcome.amount) is eligible


@pytest.mark.parametrize(
    ("since", "eligible"),
    [
        ("2025-01-01", True),  # the whole of 2025
        ("2025-01-02", False),  # a day less
        ("2024-12-31", True),
        ("2025-11-30", False),
    ],
)
def test_a_full_year_in_post_is_needed(since: str, eligible: bool) -> None:
    assert ("employed_since" not in award("500000", since).problems) is eligible


@given(wage=wages, more=wages)
def test_within_the_shares_and_the_cap_and_never_less_for_more(
    wage: Decimal, more: Decimal
) -> None:
    amount = award(wage).amount
    assert 0 <= amount <= min(Decimal(400_000), wage * Decimal("0.20"))
    # Not less than 5 %, but for the fen that are dropped and above the cap.
    assert amount > min(wage * Decimal("0.05"), Decimal(400_000)) - 1
    assert award(wage + more).amount >= amount
