"""拟奖励金额 of 优秀人才贡献奖励: hand-worked cases, and bounds that always hold."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.calculations.awards import contribution_award
from programs.calculations.base import Facts, Outcome

FIGURES = {
    "wage_floor": Decimal(300_000),
    "local_share": Decimal("0.40"),
    "lifetime_cap": Decimal(1_000_000),
    "months_in_post": Decimal(12),
}
yuan = st.decimals(min_value=0, max_value=10_000_000, places=2)


def award(
    wage: Any = "500000",
    tax: Any = "0",
    invoices: list[Any] | None = None,
    before: Any = "0",
    since: str = "2020-03-01",
) -> Outcome:
    rows = [{"amount": str(amount)} for amount in invoices or []]
    answers = {"annual_wage": str(wage), "tax_paid": str(tax), "invoices": rows}
    answers["employed_since"] = since
    on = dt.date(2026, 11, 15)
    return contribution_award(Facts(answers, FIGURES, Decimal(before), year=2026, on=on))


@pytest.mark.requirement("S0-082")
@pytest.mark.parametrize(
    ("tax", "invoices", "before", "amount"),
    [
        ("100000", ["66000"], "0", "40000.00"),  # the local share is the least
        ("100000", ["12000.50", "3000"], "0", "15000.50"),  # the invoices are
        ("2600000", ["2000000"], "0", "1000000.00"),  # the cap is
        ("100000", ["66000"], "980000", "20000.00"),  # what the cap leaves is
        ("100000", ["66000"], "1000000", "0.00"),  # nothing is left
        ("100000", ["66000"], "1200000", "0.00"),  # more than the cap was received
        ("0", ["66000"], "0", "0.00"),  # no tax, no award
        ("0.03", ["1"], "0", "0.01"),  # 0.012 rounds half up to the fen
        ("0.0375", ["1"], "0", "0.02"),  # 0.015 rounds up
        ("100000", [], "0", "0.00"),
    ],
)
def test_hand_worked_cases(tax: str, invoices: list[str], before: str, amount: str) -> None:
    outcome = award(tax=tax, invoices=invoices, before=before)
    assert str(outcome.amount) == amount
    assert outcome.working[-1].value == outcome.amount
    assert not outcome.problems


@pytest.mark.parametrize(("wage", "eligible"), [("299999.99", False), ("300000", True)])
def test_the_wage_floor_is_a_hard_limit(wage: str, eligible: bool) -> None:
    outcome = award(wage=wage, tax="100000", invoices=["1000"])
    assert ("annual_wage" not in outcome.problems) is eligible
    if not eligible:
        assert "300,000.00" in outcome.problems["annual_wage"]


@pytest.mark.parametrize(("since", "eligible"), [("2025-11-15", True), ("2025-11-16", False)])
def test_a_full_year_in_the_unit_is_needed(since: str, eligible: bool) -> None:
    outcome = award(tax="100000", invoices=["1000"], since=since)
    assert ("employed_since" not in outcome.problems) is eligible


@given(tax=yuan, invoices=st.lists(yuan, max_size=5), before=yuan)
def test_it_never_exceeds_a_limit(tax: Decimal, invoices: list[Decimal], before: Decimal) -> None:
    amount = award(tax=tax, invoices=invoices, before=before).amount
    assert Decimal(0) <= amount <= max(Decimal(0), FIGURES["lifetime_cap"] - before)
    assert amount <= sum(invoices, Decimal(0))
    assert amount <= tax * FIGURES["local_share"] + Decimal("0.005")


@given(tax=yuan, more=yuan, invoices=st.lists(yuan, min_size=1, max_size=4))
def test_more_tax_or_spending_never_gives_less(
    tax: Decimal, more: Decimal, invoices: list[Decimal]
) -> None:
    base = award(tax=tax, invoices=invoices).amount
    assert award(tax=tax + more, invoices=invoices).amount >= base
    assert award(tax=tax, invoices=[*invoices, more]).amount >= base
