"""招聘补贴 and 引才用才激励: a share of a fee, within the caps of a person and of the unit."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.calculations.base import Outcome
from programs.calculations.hiring import COSTS

from .figures import outcome_of

#: The programme, and where it asks for the fee.
PROGRAMMES = {"hiring_subsidy": "recruiting_fee", "recruitment_incentive": "commission"}
fees = st.decimals(min_value="0.01", max_value=100_000_000, places=2)
granted = st.decimals(min_value=0, max_value=2_000_000, places=2)


def share(slug: str, fee: Any, unit_granted: Any = "0", **answers: str) -> Outcome:
    known = {
        "qualification": "doctorate",
        "contract_years": 3,
        "employed_since": "2020-03-01",
        "incentive_kind": "agency",
        "annual_wage": "520000",
        "insured_months": 14,
        PROGRAMMES[slug]: str(fee),
    }
    return outcome_of(slug, {**known, **answers}, unit_granted=Decimal(unit_granted))


@pytest.mark.parametrize("slug", PROGRAMMES)
@pytest.mark.parametrize(
    ("fee", "unit_granted", "amount"),
    [
        ("60000", "0", "30000.00"),  # half of the fee
        ("300000", "0", "150000.00"),  # half of it is the person's cap
        ("300000.02", "0", "150000.00"),  # 150 000.01 is above it
        ("900000", "0", "150000.00"),
        ("0.01", "0", "0.01"),  # 0.005 rounds half up to the fen
        ("60000", "970000", "30000.00"),  # the unit's cap has just that left
        ("60000", "985000.50", "14999.50"),  # it has less left
        ("900000", "850000", "150000.00"),
        ("900000", "850000.01", "149999.99"),
    ],
)
def test_hand_worked_cases(slug: str, fee: str, unit_granted: str, amount: str) -> None:
    outcome = share(slug, fee, unit_granted)
    assert str(outcome.amount) == amount
    assert outcome.working[-1].value == outcome.amount
    assert not outcome.problems


@pytest.mark.parametrize("slug", PROGRAMMES)
@pytest.mark.parametrize("unit_granted", ["1000000", "1000000.01"])
def test_a_unit_whose_cap_is_used_up_is_told_so_at_the_fee(slug: str, unit_granted: str) -> None:
    outcome = share(slug, "60000", unit_granted)
    assert outcome.amount == 0
    assert "1,000,000.00" in outcome.problems[PROGRAMMES[slug]]


@pytest.mark.parametrize(
    ("field", "value", "eligible"),
    [
        ("annual_wage", "300000", False),  # it must be above
        ("annual_wage", "300000.01", True),
        ("insured_months", "11", False),
        ("insured_months", "12", True),
    ],
)
def test_whom_the_incentive_is_for(field: str, value: str, eligible: bool) -> None:
    outcome = share("recruitment_incentive", "60000", **{field: value})
    assert (not outcome.problems) is eligible
    assert eligible or set(outcome.problems) == {field}


def test_who_qualifies_for_the_subsidy_by_wage_has_the_wage() -> None:
    low = {"qualification": "wage", "annual_wage": "299999.99"}
    outcome = share("hiring_subsidy", "60000", **low)
    assert outcome.amount == 0
    assert set(outcome.problems) == {"annual_wage"}
    assert share("hiring_subsidy", "60000", **{**low, "annual_wage": "300000"}).amount == 30_000
    assert (
        share("hiring_subsidy", "60000", **{**low, "qualification": "doctorate"}).amount == 30_000
    )


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"contract_years": 2}, "contract_years"),
        ({"employed_since": "2026-01-16"}, "employed_since"),
        ({"employed_since": "2026-01-15"}, ""),
    ],
)
def test_on_what_terms_somebody_must_have_been_hired(answers: dict[str, Any], field: str) -> None:
    on = dt.date(2026, 7, 15)
    known = {"qualification": "doctorate", "contract_years": 3, "recruiting_fee": "60000"}
    known |= {"annual_wage": "520000", "employed_since": "2020-03-01"}
    outcome = outcome_of("hiring_subsidy", {**known, **answers}, on=on)
    assert set(outcome.problems) == ({field} if field else set())


def incentive(kind: str, unit_granted: Any = "0", **costs: Any) -> Outcome:
    answers = {"incentive_kind": kind, **{key: str(cost) for key, cost in costs.items()}}
    return outcome_of("recruitment_incentive", answers, unit_granted=Decimal(unit_granted))


@pytest.mark.parametrize(
    ("kind", "costs", "unit_granted", "amount"),
    [
        ("institute", {"salary_paid": 900_000, "housing_paid": 300_000}, 0, "600000.00"),
        ("institute", {"salary_paid": 9_000_000, "housing_paid": 1_000_000.02}, 0, "5000000.00"),
        ("institute", {"salary_paid": 900_000, "housing_paid": 0}, 19_800_000, "200000.00"),
        ("national", {"salary_paid": 800_000}, 0, "400000.00"),
        ("national", {"salary_paid": 1_000_000.01}, 0, "500000.00"),
        ("leading_team", {"team_cost": 1_500_000}, 0, "750000.00"),
        ("leading_team", {"team_cost": 9_000_000}, 0, "1000000.00"),
        ("top_team", {"team_cost": 90_000_000}, 0, "45000000.00"),  # without a limit
        ("project", {"project_cost": 700_000}, 0, "350000.00"),
        ("project", {"project_cost": 7_000_000}, 0, "500000.00"),
    ],
)
def test_hand_worked_cases_of_every_kind(
    kind: str, costs: dict[str, Any], unit_granted: int, amount: str
) -> None:
    outcome = incentive(kind, unit_granted, **costs)
    assert str(outcome.amount) == amount
    assert outcome.working[-1].value == outcome.amount
    assert not outcome.problems


def test_an_institute_whose_cap_is_used_up_is_told_so_at_the_salary() -> None:
    outcome = incentive("institute", 20_000_000, salary_paid=900_000, housing_paid=0)
    assert outcome.amount == 0
    assert set(outcome.problems) == {"salary_paid"}


CAPS = {"institute": 5_000_000, "national": 500_000, "leading_team": 1_000_000, "project": 500_000}


@pytest.mark.parametrize("kind", [*CAPS, "top_team"])
@given(cost=fees, more=fees, before=granted)
def test_no_kind_is_above_its_cap_or_less_for_more(
    kind: str, cost: Decimal, more: Decimal, before: Decimal
) -> None:
    key = COSTS[kind][0]
    amount = incentive(kind, before, **{key: cost}).amount
    assert 0 <= amount <= cost / 2 + Decimal("0.005")
    assert amount <= CAPS.get(kind, amount)
    assert incentive(kind, before, **{key: cost + more}).amount >= amount


@pytest.mark.parametrize("slug", PROGRAMMES)
@given(fee=fees, more=fees, before=granted)
def test_never_above_a_cap_and_never_less_for_a_higher_fee(
    slug: str, fee: Decimal, more: Decimal, before: Decimal
) -> None:
    amount = share(slug, fee, before).amount
    assert 0 <= amount <= min(Decimal(150_000), max(Decimal(0), 1_000_000 - before))
    assert amount <= fee / 2 + Decimal("0.005")
    assert share(slug, fee + more, before).amount >= amount


@pytest.mark.parametrize("slug", PROGRAMMES)
@given(filed=st.lists(fees, min_size=1, max_size=20))
def test_in_filing_order_a_unit_never_gets_more_than_its_cap(
    slug: str, filed: list[Decimal]
) -> None:
    total = Decimal(0)
    for fee in filed:
        total += share(slug, fee, total).amount
    wanted = sum(min(Decimal(150_000), (fee / 2).quantize(Decimal("0.01"))) for fee in filed)
    assert total <= 1_000_000
    # Whoever comes last is cut, nobody before.
    assert total == 1_000_000 or abs(total - wanted) <= Decimal("0.01") * len(filed)
