"""The points of 姑苏重点产业紧缺人才, worked by hand and within their bounds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.calculations import CALCULATIONS
from programs.calculations.base import Facts, Outcome
from programs.definitions.loader import FOLDER, read_definition

FIGURES = read_definition(FOLDER / "key_shortage.toml").parameters["2026"].for_district("320508")
ANSWERS = {
    "education": "master",
    "birth_date": "1990-01-01",
    "shortage_stars": "star_4",
    "annual_wage": "300000",
    "title": "intermediate",
    "inventions": 1,
}


def outcome(**changes: object) -> Outcome:
    return CALCULATIONS["key_shortage"](Facts({**ANSWERS, **changes}, FIGURES, year=2026))


@pytest.mark.parametrize(
    ("changes", "score"),
    [
        # 80 × 30% + 80 × 30% + 50 × 40% + 2 + 1
        ({}, "71.00"),
        ({"education": "bachelor", "birth_date": "1991-01-01"}, "65.00"),
        ({"education": "doctorate"}, "77.00"),
        ({"annual_wage": "600000"}, "91.00"),
        ({"annual_wage": "6000000"}, "91.00"),
        ({"annual_wage": "0", "title": "none", "inventions": 0}, "48.00"),
        ({"title": "senior", "inventions": 9}, "77.00"),
        ({"annual_wage": "333333.33"}, "73.22"),
    ],
)
def test_hand_worked_cases(changes: dict[str, object], score: str) -> None:
    found = outcome(**changes)
    assert not found.problems
    assert (found.score, found.amount) == (Decimal(score), Decimal(0))
    assert found.working[-1].value == found.score


@pytest.mark.parametrize(
    ("education", "born", "is_young"),
    [
        ("bachelor", "1990-10-01", True),
        ("bachelor", "1990-09-30", False),
        ("master", "1985-10-01", True),
        ("master", "1985-09-30", False),
        ("doctorate", "1980-10-01", True),
        ("doctorate", "1980-09-30", False),
    ],
)
def test_the_age_on_the_last_day_of_september(education: str, born: str, is_young: bool) -> None:
    found = outcome(education=education, birth_date=born)
    assert (not found.problems) is is_young
    assert is_young or set(found.problems) == {"birth_date"}


WAGES = st.decimals(0, 10**7, places=2)


@given(WAGES, st.integers(1, 5), st.integers(0, 99))
def test_points_stay_within_bounds(wage: Decimal, stars: int, inventions: int) -> None:
    found = outcome(annual_wage=str(wage), shortage_stars=f"star_{stars}", inventions=inventions)
    assert found.score is not None
    assert 0 <= found.score <= 109


@given(WAGES, WAGES)
def test_more_pay_never_gives_fewer_points(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    less, more = outcome(annual_wage=str(low)).score, outcome(annual_wage=str(high)).score
    assert less is not None
    assert more is not None
    assert less <= more
