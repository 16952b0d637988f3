"""How the sheet lies in the photo, if all of it is there. Raises UploadRefused with a reason."""

from math import hypot

from PIL import Image

from portal.lib.photos import reasons
from portal.lib.photos.codes import Codes
from portal.lib.photos.layout import CORNERS, FRAME, MAIN_CODE, Point
from portal.lib.photos.looks import sharpness
from portal.lib.photos.plane import Degenerate, Plane, find_plane
from portal.lib.photos.straight import straighten

CORNERS_NEEDED = 3
MOST_MISS = 4.0  # millimetres; a sheet that lies flat misses by less than one
EDGE = 1.0  # millimetres of the frame that may be out of the photo
EDGE_GUESSED = 8.0  # the same, where the place of a far corner is told by few codes
CODE_SHARP = 4.0  # a receipt's own code below this is as soft as to explain unread corners
SCENE_SHARP = 0.5  # a whole photo, made small, below this shows nothing in focus
SCENE = (1000, 1000)


def lie_of(codes: Codes, grey: Image.Image) -> Plane:
    if codes.is_several:
        raise reasons.several()
    pairs = list(codes.pairs())
    if not pairs:
        raise reasons.nothing_found() if _is_in_focus(grey) else reasons.blurred()
    is_sure = len(codes.corners) >= CORNERS_NEEDED
    try:
        plane = find_plane(pairs)
        outside = _corners_outside(grey, plane, EDGE if is_sure else EDGE_GUESSED)
        is_flat = plane.worst_miss(pairs) <= MOST_MISS * _per_mm(plane)
    except Degenerate as error:
        raise reasons.not_flat() from error
    if outside:
        raise reasons.cut(outside)
    if not is_sure:
        if codes.main and sharpness(straighten(grey, plane, MAIN_CODE).reduce(2)) < CODE_SHARP:
            raise reasons.blurred()
        raise reasons.corners_unread([name for name in CORNERS if name not in codes.corners])
    if not is_flat:
        raise reasons.not_flat()
    return plane


def _is_in_focus(grey: Image.Image) -> bool:
    small = grey.copy()
    small.thumbnail(SCENE)
    return sharpness(small) >= SCENE_SHARP


def _corners_outside(grey: Image.Image, plane: Plane, edge: float) -> list[str]:
    """Which corners of the dashed frame are not in the photo."""
    spare = edge * _per_mm(plane)
    places = {name: plane.at(at) for name, at in zip(CORNERS, FRAME.outline, strict=True)}
    return [
        name
        for name, at in places.items()
        if not (-spare <= at.x <= grey.width + spare and -spare <= at.y <= grey.height + spare)
    ]


def _per_mm(plane: Plane) -> float:
    """Pixels of the photo for a millimetre of the sheet, in its middle."""
    across, down = FRAME.width / 2, FRAME.height / 2
    left, right = plane.at(Point(across - 10, down)), plane.at(Point(across + 10, down))
    return hypot(left.x - right.x, left.y - right.y) / 20
