"""Charts as we draw them on the server: bars beneath each other, in numbers that SVG takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

Number = int | float | Decimal

WIDTH = 480
ROW = 46
BAR = 16
#: Room for the words right of the longest bar.
WORDS = 180


@dataclass(frozen=True)
class Bar:
    """One row: its name, how long its bars are, and the figures in words."""

    label: str
    value: Number
    words: str
    inner: Number | None = None
    """A second figure of the same scale, drawn within the first bar."""


@dataclass(frozen=True)
class Drawn:
    """A row where it stands in the picture."""

    label: str
    words: str
    label_y: int
    bar_y: int
    words_x: int
    words_y: int
    width: int
    inner: int


@dataclass(frozen=True)
class Chart:
    """A picture with its name and what it says, for those who do not see it."""

    key: str
    title: str
    description: str
    rows: list[Drawn]
    width: int
    height: int
    bar: int


def bars(key: str, title: str, rows: Sequence[Bar]) -> Chart:
    """A row for each, the longest as wide as there is room."""
    largest = max((float(row.value) for row in rows), default=0.0)
    room = WIDTH - WORDS

    def wide(value: Number | None) -> int:
        if not value or value < 0 or not largest:
            return 0
        return min(room, max(2, round(float(value) / largest * room)))

    drawn = [
        Drawn(
            label=row.label,
            words=row.words,
            label_y=at * ROW + 16,
            bar_y=at * ROW + 22,
            words_x=wide(row.value) + 8,
            words_y=at * ROW + 35,
            width=wide(row.value),
            inner=wide(row.inner),
        )
        for at, row in enumerate(rows)
    ]
    told = _("；").join(f"{row.label} {row.words}" for row in rows)
    return Chart(key, title, told, drawn, WIDTH, len(rows) * ROW + 4, BAR)
