"""A photo of a receipt made into a picture as if scanned, and what it says.

read = read_receipt(photo)   # raises UploadRefused with what to do about it
read.mark, read.has_seal, read.is_soft, read.jpeg
"""

from dataclasses import dataclass
from typing import Any

from django.core.files import File
from PIL import Image

from portal.lib.photos import reasons
from portal.lib.photos.codes import find_codes, read_codes
from portal.lib.photos.layout import MAIN_CODE, SEAL_BOX
from portal.lib.photos.lie import lie_of
from portal.lib.photos.looks import red_share, sharpness
from portal.lib.photos.mark import Mark, parse_mark
from portal.lib.photos.opening import open_photo
from portal.lib.photos.straight import as_jpeg, part_of, straighten

# Of the receipt's own code: people still read such a photo, but should look twice. Where they
# could not, the machine cannot read the codes in the corners either.
SOFT_BELOW = 5.0
SEAL_FROM = 0.015  # of the box; a faint seal of 38 mm has twice that
ENLARGED = 3  # how much larger a code is looked at that was not read


@dataclass(frozen=True)
class ReceiptPhoto:
    """`jpeg` shows the frame alone, upright, with no metadata. `has_seal` is a hint."""

    jpeg: bytes
    mark: Mark
    has_seal: bool
    is_soft: bool


def read_receipt(file: "File[Any]") -> ReceiptPhoto:
    photo = open_photo(file)
    grey = photo.convert("L")
    codes = find_codes(grey)
    plane = lie_of(codes, grey)
    straight = straighten(photo, plane)
    mark = codes.mark or _mark_of(straight)
    if mark is None:
        raise reasons.no_mark()
    return ReceiptPhoto(
        jpeg=as_jpeg(straight),
        mark=mark,
        has_seal=red_share(part_of(straight, SEAL_BOX)) >= SEAL_FROM,
        is_soft=sharpness(part_of(straight, MAIN_CODE).convert("L").reduce(2)) < SOFT_BELOW,
    )


def _mark_of(straight: Image.Image) -> Mark | None:
    """The code that was not read in the photo, looked at closely now that its place is known.

    Through a red glass too, in which a seal that was pressed on it cannot be seen.
    """
    part = part_of(straight, MAIN_CODE, spare=4)
    closer = part.resize((part.width * ENLARGED, part.height * ENLARGED))
    for grey in (closer.convert("L"), closer.getchannel("R")):
        marks = (parse_mark(code.text) for code in read_codes(grey))
        if mark := next((mark for mark in marks if mark), None):
            return mark
    return None
