"""居住证持证人贡献奖励: what it comes to, and which permits are refused."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.calculations.base import Outcome

from .figures import outcome_of

yuan = st.decimals(min_value=0, max_value=10_000_000, places=2)


def award(tax: Any = "0", invoices: list[Any] | None = None, **permit: str) -> Outcome:
    answers = {
        "permit_number": "ZUSAS1988031400012",
        "permit_valid_until": "2027-05-31",
        "birth_date": "1988-03-14",
        "employed_since": "2024-03-01",
        "tax_paid": str(tax),
        "invoices": [{"amount": str(amount)} for amount in invoices or []],
    }
    return outcome_of("permit_tax_award", {**answers, **permit})


@pytest.mark.parametrize(
    ("tax", "invoices", "amount"),
    [
        ("100000", ["66000"], "32000.00"),  # 100 000 × 40 % × 80 %
        ("100000", ["12000.50", "3000"], "15000.50"),  # the invoices are less
        ("100000", ["32000"], "32000.00"),  # both are the same
        ("0", ["66000"], "0.00"),
        ("100000", [], "0.00"),
        ("0.05", ["1"], "0.02"),  # 0.016 rounds half up to the fen
        ("0.01", ["1"], "0.00"),  # 0.0032
    ],
)
def test_hand_worked_cases(tax: str, invoices: list[str], amount: str) -> None:
    outcome = award(tax, invoices)
    assert str(outcome.amount) == amount
    assert outcome.working[-1].value == outcome.amount
    assert not outcome.problems


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("permit_number", "FUSAS1988031400012", "副证"),
        ("permit_number", "ZUSAS1988031500012", "第 6 至 13 位"),
        ("permit_number", "ZUSAS198803140001", "13 位数字"),
        ("permit_number", "Z1SAS1988031400012", "13 位数字"),
        ("permit_number", "XUSAS1988031400012", "13 位数字"),
        ("permit_valid_until", "2025-12-30", "2025 年 12 月 31 日"),
        ("employed_since", "2026-01-01", "2025 年在本单位工作"),
    ],
)
def test_a_permit_that_does_not_count_is_named_at_its_field(
    field: str, value: str, words: str
) -> None:
    outcome = award("100000", ["66000"], **{field: value})
    assert outcome.amount == 0
    assert set(outcome.problems) == {field}
    assert words in outcome.problems[field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("permit_number", " zusas1988０31400012 "),
        ("permit_valid_until", "2025-12-31"),
        ("employed_since", "2025-12-31"),
    ],
)
def test_a_permit_at_the_edge_counts(field: str, value: str) -> None:
    assert not award("100000", ["66000"], **{field: value}).problems


@given(tax=yuan, more=yuan, invoices=st.lists(yuan, max_size=4))
def test_never_above_tax_or_spending_and_never_less_for_more(
    tax: Decimal, more: Decimal, invoices: list[Decimal]
) -> None:
    amount = award(tax, invoices).amount
    assert 0 <= amount <= sum(invoices, Decimal(0))
    assert amount <= tax * Decimal("0.32") + Decimal("0.005")
    assert award(tax + more, invoices).amount >= amount
    assert award(tax, [*invoices, more]).amount >= amount
