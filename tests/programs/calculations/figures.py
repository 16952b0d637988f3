"""The figures that the definition files hold, handed to a calculation as the engine does."""

from functools import cache
from typing import Any

from programs.calculations import CALCULATIONS
from programs.calculations.base import Facts, Outcome
from programs.definitions.loader import FOLDER, read_definition
from programs.definitions.schema import Definition

YEAR = 2026
GUSU, XIANGCHENG, ZHANGJIAGANG = "320508", "320507", "320582"


@cache
def definition_of(slug: str) -> Definition:
    return read_definition(FOLDER / f"{slug}.toml")


def outcome_of(
    slug: str, answers: dict[str, Any], *, district: str = GUSU, **facts: Any
) -> Outcome:
    """What the programme's own calculation says of these answers in 2026."""
    definition = definition_of(slug)
    assert definition.calculation
    parameters = definition.parameters[str(YEAR)].for_district(district)
    return CALCULATIONS[definition.calculation](
        Facts(answers, parameters, **{"year": YEAR, **facts})
    )
