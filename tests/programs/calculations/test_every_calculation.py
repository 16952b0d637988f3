"""Every calculation, on whatever its form lets through: it never fails, never takes money away, and
what it refuses it names at a question of the form."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.answers import relevant
from programs.calculations import CALCULATIONS
from programs.calculations.base import ZERO, Facts
from programs.definitions.base import applies
from programs.definitions.forms import Form, FormField
from programs.definitions.loader import definition_files, read_definition
from programs.definitions.schema import Definition

DEFINITIONS = [each for each in map(read_definition, definition_files()) if each.calculation]
DISTRICTS = st.sampled_from(["320507", "320508", "320571", "320582"])
MOST = Decimal(100_000_000)
money = st.decimals(min_value=0, max_value=2_000_000, places=2)


def answer(draw: st.DrawFn, field: FormField, answers: dict[str, Any]) -> Any:
    match field.type:
        case "choice":
            return draw(st.sampled_from([o.value for o in field.options_for(answers)] or [""]))
        case "multichoice":
            return draw(st.lists(st.sampled_from([o.value for o in field.options]), unique=True))
        case "integer":
            return draw(st.integers(int(field.min_value or 0), int(field.max_value or 1000)))
        case "money":
            least, most = field.min_value or ZERO, min(field.max_value or MOST, MOST)
            return str(draw(st.decimals(least, most, places=2)))
        case "date":
            latest = dt.date(2026, 11, 21) if field.past else dt.date(2099, 12, 31)
            return str(draw(st.dates(dt.date(1940, 1, 1), latest)))
        case "boolean":
            return field.required or draw(st.booleans())
    return "ZUSAS1988031400012" if field.key == "permit_number" else "样本"


@st.composite
def filled(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """Answers that the form takes, every question that applies among them."""
    answers: dict[str, Any] = {}
    for section in form.sections:
        if not applies(section.when, answers):
            continue
        if section.repeat:
            count = draw(st.integers(section.repeat.min, 3))
            rows = [{f.key: answer(draw, f, {}) for f in section.fields} for _ in range(count)]
            answers[section.key] = rows
            continue
        for field in section.fields:
            if applies(field.when, answers):
                answers[field.key] = answer(draw, field, answers)
    return relevant(form, answers)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: each.slug)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_answered_it_is_an_amount_or_a_named_problem(
    definition: Definition, data: st.DataObject
) -> None:
    form = definition.form("person")
    answers = data.draw(filled(form))
    district, before = data.draw(DISTRICTS), data.draw(money)
    facts = Facts(
        answers,
        definition.parameters["2026"].for_district(district),
        received_before=before,
        months_used=data.draw(st.integers(0, 40)),
        unit_granted=data.draw(money),
        year=2026,
        on=dt.date(2026, 11, 21),
    )
    outcome = CALCULATIONS[definition.calculation or ""](facts)
    assert outcome.amount >= 0
    assert outcome.amount == round(outcome.amount, 2)
    assert set(outcome.problems) <= set(form.fields)
    if outcome.problems:
        assert outcome.amount == 0
    elif definition.tiers:
        assert outcome.score is not None
    else:
        assert outcome.working[-1].value == outcome.amount
