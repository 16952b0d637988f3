"""社会化引才奖励, worked by hand: by ground, within so many years of landing."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.calculations import CALCULATIONS
from programs.calculations.base import Facts, Outcome
from programs.definitions.loader import FOLDER, read_definition

DEFINITION = read_definition(FOLDER / "social_referral_award.toml")
FIGURES = DEFINITION.parameters["2026"].for_district("320508")
assert DEFINITION.person
GROUNDS = [option.value for option in DEFINITION.person.fields["ground"].options]


ENOUGH = {"insured_employees": 1, "yearly_sales": "30000000.01", "yearly_tax": "0"}


def outcome(ground: str, landed: str, reached: str, tax: str = "", **changes: Any) -> Outcome:
    answers: dict[str, Any] = {"ground": ground, "landed_on": landed, "reached_on": reached}
    answers |= {"tax_paid": tax, **ENOUGH, **changes}
    return CALCULATIONS["social_referral_award"](Facts(answers, FIGURES))


@pytest.mark.parametrize(
    ("ground", "landed", "reached", "tax", "amount"),
    [
        ("startup_selected", "2024-01-10", "2024-09-01", "", 20_000),
        ("full_time", "2024-01-10", "2025-01-10", "100000", 20_000),
        ("top_talent", "2023-05-01", "2026-05-01", "", 500_000),
        ("major_team", "2023-05-01", "2024-05-01", "", 400_000),
        ("national", "2023-05-01", "2024-05-01", "", 300_000),
        ("provincial", "2023-05-01", "2024-05-01", "", 200_000),
        ("city", "2023-05-01", "2024-05-01", "", 100_000),
        ("high_tech", "2021-02-28", "2026-02-28", "", 300_000),
    ],
)
def test_hand_worked_cases(ground: str, landed: str, reached: str, tax: str, amount: int) -> None:
    found = outcome(ground, landed, reached, tax)
    assert (found.problems, found.amount) == ({}, Decimal(amount))


@pytest.mark.parametrize(
    ("ground", "landed", "reached", "tax", "field"),
    [
        ("city", "2023-05-01", "2026-05-02", "", "reached_on"),
        ("city", "2023-05-01", "2023-04-30", "", "reached_on"),
        ("high_tech", "2021-02-28", "2026-03-01", "", "reached_on"),
        ("full_time", "2024-01-10", "2025-01-09", "100000", "reached_on"),
        ("full_time", "2024-01-10", "2025-01-10", "99999.99", "tax_paid"),
    ],
)
def test_what_is_ruled_out(ground: str, landed: str, reached: str, tax: str, field: str) -> None:
    found = outcome(ground, landed, reached, tax)
    assert (set(found.problems), found.amount) == ({field}, Decimal(0))


@pytest.mark.parametrize(
    ("ground", "reached", "changes", "field"),
    [
        ("startup_selected", "2024-07-09", {}, "reached_on"),  # a day short of half a year
        ("startup_selected", "2024-07-10", {"insured_employees": 0}, "insured_employees"),
        ("startup_selected", "2024-07-10", {}, ""),
        ("high_tech", "2026-01-10", {"yearly_sales": "30000000"}, "yearly_sales"),
        ("high_tech", "2026-01-10", {"yearly_sales": "0", "yearly_tax": "3000000"}, "yearly_sales"),
        ("high_tech", "2026-01-10", {"yearly_sales": "0", "yearly_tax": "3000000.01"}, ""),
        ("high_tech", "2026-01-10", {}, ""),
    ],
)
def test_what_a_company_must_have_reached(
    ground: str, reached: str, changes: dict[str, Any], field: str
) -> None:
    found = outcome(ground, "2024-01-10", reached, **changes)
    assert set(found.problems) == ({field} if field else set())


@given(st.sampled_from(GROUNDS), st.dates(), st.dates(), st.integers(0, 10**7))
def test_it_is_one_of_the_amounts_or_nothing(
    ground: str, landed: object, reached: object, tax: int
) -> None:
    found = outcome(ground, str(landed), str(reached), str(tax))
    assert found.amount in (0, FIGURES[ground])
