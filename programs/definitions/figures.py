"""The figures of a programme: what each is called and measures, and its value year by year.

Three families of names have rules of their own: figures numbered `<name>_1`, `<name>_2` … ascend,
those named `weight_…` are parts of one whole, and the tiers of a ranking give less the lower.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Literal

from django.utils.translation import gettext as _

from .base import Key, Strict, Text
from .route import Tier

Measure = Literal["yuan", "share", "points", "count", "months", "years", "age", "day"]
#: The least and the greatest value of each measure; a day is written as 20261231.
BOUNDS: dict[str, tuple[Decimal, Decimal]] = {
    "yuan": (Decimal(0), Decimal(1_000_000_000)),
    "share": (Decimal(0), Decimal(1)),
    "points": (Decimal(0), Decimal(1000)),
    "count": (Decimal(1), Decimal(100_000)),
    "months": (Decimal(1), Decimal(600)),
    "years": (Decimal(1), Decimal(100)),
    "age": (Decimal(16), Decimal(100)),
    "day": (Decimal(19_000_101), Decimal(21_001_231)),
}
#: Places behind the point that a measure may have.
PLACES = {"yuan": 2, "share": 4, "points": 2}


class Figure(Strict):
    """What a figure is called, and what it measures."""

    key: Key
    label: Text
    measure: Measure = "yuan"

    def allows(self, value: Decimal) -> bool:
        """Whether a value is one of this measure."""
        least, most = BOUNDS[self.measure]
        if not least <= value <= most or value != round(value, PLACES.get(self.measure, 0)):
            return False
        return self.measure != "day" or day_of(value) is not None


class Parameters(Strict):
    """The figures of one year, with what a district changes. Values are decimals as text."""

    values: dict[Key, Decimal]
    districts: dict[str, dict[Key, Decimal]] = {}

    def for_district(self, code: str) -> dict[str, Decimal]:
        return {**self.values, **self.districts.get(code, {})}


def day_of(value: Decimal) -> dt.date | None:
    """The day that 20261231 stands for; None where it is none."""
    try:
        return dt.date.fromisoformat(str(int(value)))
    except ValueError:
        return None


def conflicts(values: Mapping[str, Decimal], tiers: Sequence[Tier]) -> Iterable[tuple[str, str]]:
    """Which figures do not go together, each with the reason."""
    numbered = sorted(
        (name.rpartition("_")[0], int(number), name)
        for name in values
        if (number := name.rpartition("_")[2]).isdecimal()
    )
    for _stem, group in groupby(numbered, key=lambda each: each[0]):
        for (_s, _n, lower), (_t, _m, higher) in pairwise(group):
            if values[higher] <= values[lower]:
                yield higher, _("各档须逐档递增，应大于上一档。")
    weights = sorted(name for name in values if name.startswith("weight_"))
    if weights and sum(values[name] for name in weights) != 1:
        yield weights[-1], _("各项权重之和须为 100%。")
    amounts = [tier.amount for tier in tiers]
    for higher, lower in pairwise(amounts):
        if values[lower] > values[higher]:
            yield lower, _("不得高于上一档的金额。")
    shares = [tier.share for tier in tiers if tier.share]
    if sum(values[name] for name in shares) > 1:
        yield shares[-1], _("各档占比之和不得超过 100%。")
