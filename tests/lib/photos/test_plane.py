"""The plane of a sheet in a photo, told from a few points."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.lib.photos.layout import FRAME, Point
from portal.lib.photos.plane import Degenerate, find_plane

PHOTO = (Point(300, 200), Point(3700, 260), Point(3600, 2700), Point(420, 2500))
shifts = st.floats(-250, 250)


@given(st.lists(shifts, min_size=8, max_size=8))
def test_the_corners_come_to_lie_where_they_were_seen(moves: list[float]) -> None:
    corners = [
        Point(corner.x + moves[2 * place], corner.y + moves[2 * place + 1])
        for place, corner in enumerate(PHOTO)
    ]
    pairs = list(zip(FRAME.outline, corners, strict=True))
    assert find_plane(pairs).worst_miss(pairs) < 0.01


@given(shifts, shifts)
def test_more_points_than_needed_share_the_error(x: float, y: float) -> None:
    assume(abs(x) + abs(y) > 10)
    exact = list(zip(FRAME.outline, PHOTO, strict=True))
    middle = Point(FRAME.width / 2, FRAME.height / 2)
    seen = find_plane(exact).at(middle)
    wrong = [*exact, (middle, Point(seen.x + x, seen.y + y))]
    assert 0 < find_plane(wrong).worst_miss(wrong) <= abs(x) + abs(y)


def test_points_in_a_line_are_no_plane() -> None:
    line = [(Point(at, at), Point(at, at)) for at in (0, 10, 20, 30)]
    with pytest.raises(Degenerate):
        find_plane(line)
