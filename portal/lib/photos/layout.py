"""Where things stand on a receipt: the PDF draws them there, and a photo is read by them.

Millimetres from the top left corner of the dashed frame, downwards. The four codes in the corners
tell how the sheet lies in the photo, so nothing may be printed over `CORNERS`, nor within
`QUIET` of them; the same goes for the receipt's own code.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Point(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """`x`, `y` of the top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def outline(self) -> tuple[Point, Point, Point, Point]:
        """From the top left corner clockwise, as decoders report a code."""
        return (
            Point(self.x, self.y),
            Point(self.right, self.y),
            Point(self.right, self.bottom),
            Point(self.x, self.bottom),
        )


# The dashed frame itself, and where it begins on the A4 sheet.
FRAME = Box(0, 0, 180, 128)
PAGE_ORIGIN = Point(15, 15)

# A square code each, whose text is its name; edge to edge, without the quiet zone around it.
CORNER_SIZE = 10
CORNER_INSET = 3
QUIET = 2
_FAR_X = FRAME.right - CORNER_INSET - CORNER_SIZE
_FAR_Y = FRAME.bottom - CORNER_INSET - CORNER_SIZE
CORNERS = {
    "TL": Box(CORNER_INSET, CORNER_INSET, CORNER_SIZE, CORNER_SIZE),
    "TR": Box(_FAR_X, CORNER_INSET, CORNER_SIZE, CORNER_SIZE),
    "BR": Box(_FAR_X, _FAR_Y, CORNER_SIZE, CORNER_SIZE),
    "BL": Box(CORNER_INSET, _FAR_Y, CORNER_SIZE, CORNER_SIZE),
}

# What is written: all of it between the corners.
TITLE = Box(16, 6, 148, 14)
TABLE = Box(16, 27, 148, 48)
# 收款单位（盖章）, large enough for a seal of 42 mm, the largest in use; nothing red in it.
SEAL_BOX = Box(17, 77, 60, 46)
SIGNATURES = Box(80, 79, 56, 40)
# The receipt's own code (`portal.lib.photos.mark`).
MAIN_CODE = Box(140, 80, 24, 24)
