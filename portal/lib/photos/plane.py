"""Where a point of a flat sheet lies in a photo of it: a homography, without numpy.

Eight numbers a…h as Pillow takes them: (x, y) of the sheet lies at
((ax + by + c) / (gx + hy + 1), (dx + ey + f) / (gx + hy + 1)) of the photo.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from portal.lib.photos.layout import Point

Pair = tuple[Point, Point]
UNKNOWNS = 8


class Degenerate(Exception):
    """Points that lie in a line, or other ones that fix no plane."""


@dataclass(frozen=True)
class Plane:
    coefficients: tuple[float, ...]

    def at(self, point: Point) -> Point:
        a, b, c, d, e, f, g, h = self.coefficients
        depth = g * point.x + h * point.y + 1
        if depth <= 0:  # behind the camera
            raise Degenerate
        return Point(
            (a * point.x + b * point.y + c) / depth, (d * point.x + e * point.y + f) / depth
        )

    def worst_miss(self, pairs: Sequence[Pair]) -> float:
        """How far, in the photo, the farthest of the points lies from where it should."""
        placed = [(self.at(on_sheet), in_photo) for on_sheet, in_photo in pairs]
        return max(hypot(is_at.x - seen.x, is_at.y - seen.y) for is_at, seen in placed)


def find_plane(pairs: Sequence[Pair]) -> Plane:
    """The plane that fits (point of the sheet, point in the photo) best; four pairs at least."""
    # Near one, as the unknowns are mixed with their products: otherwise the sums lose digits.
    sheet = max(abs(number) for on_sheet, _ in pairs for number in on_sheet)
    photo = max(abs(number) for _, in_photo in pairs for number in in_photo)
    rows = [
        row
        for on_sheet, in_photo in pairs
        for row in _equations(
            Point(on_sheet.x / sheet, on_sheet.y / sheet),
            Point(in_photo.x / photo, in_photo.y / photo),
        )
    ]
    a, b, c, d, e, f, g, h = _solve(_normal(rows))
    scale = photo / sheet
    return Plane(
        (a * scale, b * scale, c * photo, d * scale, e * scale, f * photo, g / sheet, h / sheet)
    )


def _equations(on_sheet: Point, in_photo: Point) -> tuple[list[float], list[float]]:
    (x, y), (u, v) = on_sheet, in_photo
    return (
        [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
        [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    )


def _normal(rows: Sequence[Sequence[float]]) -> list[list[float]]:
    """Least squares: eight equations whose solution misses all of the rows least."""
    return [
        [sum(row[line] * row[column] for row in rows) for column in range(UNKNOWNS + 1)]
        for line in range(UNKNOWNS)
    ]


def _solve(table: list[list[float]]) -> list[float]:
    """Gauss's elimination with the largest pivot first."""
    for step in range(UNKNOWNS):
        pivot = max(range(step, UNKNOWNS), key=lambda line: abs(table[line][step]))
        table[step], table[pivot] = table[pivot], table[step]
        if abs(table[step][step]) < 1e-12:
            raise Degenerate
        for line in range(UNKNOWNS):
            if line != step:
                factor = table[line][step] / table[step][step]
                table[line] = [
                    value - factor * above
                    for value, above in zip(table[line], table[step], strict=True)
                ]
    return [table[line][UNKNOWNS] / table[line][line] for line in range(UNKNOWNS)]
