"""The layout of a receipt: what must not lie on each other, and what its code says."""

from itertools import combinations

import pytest

from portal.lib.photos.layout import (
    CORNERS,
    FRAME,
    MAIN_CODE,
    QUIET,
    SEAL_BOX,
    SIGNATURES,
    TABLE,
    TITLE,
    Box,
)
from portal.lib.photos.mark import Mark, parse_mark

PARTS = {
    "title": TITLE,
    "table": TABLE,
    "seal": SEAL_BOX,
    "signatures": SIGNATURES,
    "code": MAIN_CODE,
    **CORNERS,
}


def overlap(one: Box, other: Box, spare: float) -> bool:
    return (
        one.x < other.right + spare
        and other.x < one.right + spare
        and one.y < other.bottom + spare
        and other.y < one.bottom + spare
    )


def test_nothing_lies_on_anything_else_and_codes_keep_quiet_around_them() -> None:
    for one, other in combinations(PARTS, 2):
        spare = QUIET if {one, other} & {*CORNERS, "code"} else 0
        assert not overlap(PARTS[one], PARTS[other], spare), (one, other)
    for part in PARTS.values():
        assert part.x >= 0
        assert part.y >= 0
        assert part.right <= FRAME.right
        assert part.bottom <= FRAME.bottom


def test_what_a_code_says() -> None:
    mark = Mark("SJ2026-000123", 12)
    assert parse_mark(str(mark)) == mark
    assert str(mark).isupper()


@pytest.mark.parametrize(
    "text", ["", "TL", "RCPT1:SJ1:0", "RCPT1:sj2026:1", "RCPT1:SJ2026:1:x", "RCPT2:SJ2026:1"]
)
def test_codes_of_others(text: str) -> None:
    assert parse_mark(text) is None
