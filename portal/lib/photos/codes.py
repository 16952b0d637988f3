"""The codes in a photo: which they are, and where."""

from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from portal.lib.photos.layout import CORNERS, MAIN_CODE, Point
from portal.lib.photos.mark import Mark, parse_mark
from portal.lib.photos.plane import Pair

QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
LOCAL, GLOBAL = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram
# How much smaller the photo is looked at, and how black is told from white: the first look is
# quick and mostly enough, the last finds what the second misses in flat light.
LOOKS = ((2, LOCAL), (1, LOCAL), (1, GLOBAL))
LARGE = 2400  # pixels of the shorter side, from which half of them tell the places well enough


@dataclass(frozen=True)
class Code:
    """`outline` clockwise from the corner that is the top left one of the upright code."""

    text: str
    outline: tuple[Point, Point, Point, Point]


@dataclass(frozen=True)
class Codes:
    """What of a receipt was found. `is_several`: more than one receipt is in the photo."""

    corners: dict[str, Code]
    main: Code | None
    is_several: bool

    @property
    def mark(self) -> Mark | None:
        return parse_mark(self.main.text) if self.main else None

    def pairs(self) -> Iterator[Pair]:
        """Where something of the sheet stands in the photo."""
        boxes = [(CORNERS[name], code) for name, code in self.corners.items()]
        if self.main:
            boxes.append((MAIN_CODE, self.main))
        for box, code in boxes:
            yield from zip(box.outline, code.outline, strict=True)


def find_codes(grey: Image.Image) -> Codes:
    """Looks again, with other eyes, unless all five are there."""
    seen: list[Code] = []
    found = _sort(seen)
    for smaller, binarizer in LOOKS:
        if smaller > 1 and min(grey.size) < LARGE:
            continue
        for code in read_codes(grey, smaller, binarizer):
            if not any(_is_same(code, other) for other in seen):
                seen.append(code)
        found = _sort(seen)
        if found.is_several or (found.main and len(found.corners) == len(CORNERS)):
            break
    return found


def read_codes(
    grey: Image.Image, smaller: int = 1, binarizer: zxingcpp.Binarizer = LOCAL
) -> Iterator[Code]:
    """Places are those in `grey`, however much smaller it was looked at."""
    for found in zxingcpp.read_barcodes(
        grey.reduce(smaller) if smaller > 1 else grey,
        formats=QR_CODES,
        try_invert=False,
        binarizer=binarizer,
        text_mode=zxingcpp.TextMode.Plain,
    ):
        at = found.position
        places = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        first, second, third, fourth = (
            Point(place.x * smaller, place.y * smaller) for place in places
        )
        yield Code(found.text, (first, second, third, fourth))


def _sort(seen: list[Code]) -> Codes:
    corners = {code.text: code for code in seen if code.text in CORNERS}
    mains = {code.text: code for code in seen if parse_mark(code.text)}
    ours = [code for code in seen if code.text in CORNERS or code.text in mains]
    return Codes(
        corners=corners,
        main=next(iter(mains.values()), None),
        is_several=len(ours) > len(corners) + min(len(mains), 1),
    )


def _is_same(one: Code, other: Code) -> bool:
    """Read twice: the middle of the one lies within the other."""
    x = sum(point.x for point in one.outline) / 4
    y = sum(point.y for point in one.outline) / 4
    across = [point.x for point in other.outline]
    down = [point.y for point in other.outline]
    return one.text == other.text and (
        min(across) <= x <= max(across) and min(down) <= y <= max(down)
    )
