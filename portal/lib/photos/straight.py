"""The frame of a receipt as if it had been scanned: upright, and the same size every time."""

import io

from PIL import Image

from portal.lib.photos.layout import FRAME, Box
from portal.lib.photos.plane import Plane

PER_MM = 10  # pixels
JPEG_QUALITY = 85


def straighten(photo: Image.Image, plane: Plane, box: Box = FRAME) -> Image.Image:
    """What the photo shows of `box`, a part of the sheet."""
    a, b, c, d, e, f, g, h = plane.coefficients
    # Counted from the corner of the box, in pixels instead of millimetres.
    depth = g * box.x + h * box.y + 1
    turned = (
        a / PER_MM,
        b / PER_MM,
        a * box.x + b * box.y + c,
        d / PER_MM,
        e / PER_MM,
        d * box.x + e * box.y + f,
        g / PER_MM,
        h / PER_MM,
    )
    return photo.transform(
        (round(box.width * PER_MM), round(box.height * PER_MM)),
        Image.Transform.PERSPECTIVE,
        tuple(number / depth for number in turned),
        resample=Image.Resampling.BILINEAR,
        fillcolor="white",
    )


def part_of(straight: Image.Image, box: Box, spare: float = 0) -> Image.Image:
    """A part of a straightened frame, with `spare` millimetres around it."""
    left, top = (box.x - spare) * PER_MM, (box.y - spare) * PER_MM
    right, bottom = (box.right + spare) * PER_MM, (box.bottom + spare) * PER_MM
    return straight.crop((round(left), round(top), round(right), round(bottom)))


def as_jpeg(straight: Image.Image) -> bytes:
    """Without anything that the phone wrote beside the picture."""
    target = io.BytesIO()
    straight.info = {}  # comments of the photo, which Pillow carries over
    straight.save(target, "JPEG", quality=JPEG_QUALITY)
    return target.getvalue()
