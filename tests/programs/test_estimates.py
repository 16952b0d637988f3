"""What a filing would bring before anything is typed, by the calculation itself."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from programs.calculations.base import Facts
from programs.definitions.loader import FOLDER, definition_files, read_definition
from programs.definitions.schema import Definition
from programs.estimates import Estimate, estimate, refusals
from tests.factories import person_answers


@pytest.fixture(scope="module")
def award() -> Definition:
    return read_definition(FOLDER / "contribution_award.toml")


def facts(award: Definition, received: str = "0", **answers: Any) -> Facts:
    return Facts(answers, award.parameters["2026"].values, received_before=Decimal(received))


def estimated(award: Definition, **known: Any) -> Estimate:
    found = estimate(award, facts(award, **known))
    assert found
    return found


def test_with_everything_known_it_is_the_amount_itself(award: Definition) -> None:
    found = estimated(award, **person_answers())

    assert (found.lowest, found.highest) == (Decimal("40000.00"), Decimal("40000.00"))
    assert found.is_exact
    assert found.open == ()


def test_open_questions_make_a_range_and_are_named(award: Definition) -> None:
    known = person_answers()
    known.pop("tax_paid")
    found = estimated(award, **known)

    # Nothing paid brings nothing; otherwise the one invoice of 66 000 yuan is the limit.
    assert (found.lowest, found.highest) == (Decimal("0.00"), Decimal("66000.00"))
    assert found.open == ("上年度缴纳个人所得税（元）",)


def test_with_nothing_known_the_cap_is_the_limit(award: Definition) -> None:
    found = estimated(award)

    assert (found.lowest, found.highest) == (Decimal("0.00"), Decimal("1000000.00"))
    assert set(found.open) == {
        "上年度工资薪金收入（元）", "到本单位工作时间", "上年度缴纳个人所得税（元）", "发票信息",
    }  # fmt: skip


def test_what_was_received_before_counts(award: Definition) -> None:
    found = estimate(award, facts(award, "990000", **person_answers()))
    assert found
    assert found.highest == Decimal("10000.00")


def test_what_rules_it_out_is_said(award: Definition) -> None:
    known = person_answers(annual_wage="250000.00")
    known.pop("tax_paid")
    found = estimated(award, **known)

    assert "低于申报门槛" in found.refusal
    assert set(refusals(award, facts(award, **known))) == {"annual_wage"}
    known.pop("annual_wage")
    assert refusals(award, facts(award, **known)) == {}


def test_what_will_be_asked_anew_is_named_where_it_counts(award: Definition) -> None:
    found = estimate(award, facts(award, **person_answers()), ["tax_paid", "position"])
    assert found
    assert found.assumed == ("上年度缴纳个人所得税（元）",)


def test_an_answer_that_cannot_be_guessed_refuses_nothing() -> None:
    permit = read_definition(FOLDER / "permit_tax_award.toml")
    found = estimate(permit, Facts({}, permit.parameters["2026"].values, year=2026))
    assert found
    assert found.refusal == ""
    assert found.open


def test_a_rent_grant_is_estimated_by_the_months_of_its_period() -> None:
    """A lease that nobody has typed yet may have run all the time, at any rent."""
    rent = read_definition(FOLDER / "rent_grant.toml")
    figures = rent.parameters["2026"].values
    found = estimate(rent, Facts({}, figures, year=2026, on=dt.date(2026, 9, 1)))
    assert found
    assert found.highest == 12 * figures["class_a"]
    assert found.is_ceiling
    known = {"talent_class": "class_d", "employed_since": "2026-01-15"}
    found = estimate(rent, Facts(known, figures, year=2026, months_used=33))
    assert found
    assert found.highest == 3 * figures["class_d"]


@pytest.mark.parametrize(
    "definition",
    [each for each in map(read_definition, definition_files()) if each.calculation],
    ids=lambda each: each.slug,
)
def test_every_amount_can_be_estimated_before_anything_is_typed(definition: Definition) -> None:
    found = estimate(definition, Facts({}, definition.parameters["2026"].values, year=2026))
    assert found
    assert found.refusal == ""
    assert found.highest, found


def test_a_programme_without_an_amount_has_no_estimate(award: Definition) -> None:
    assert estimate(award.model_copy(update={"calculation": None}), facts(award)) is None
    assert estimate(award, Facts({}, {})) is None
