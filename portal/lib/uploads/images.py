"""Photos and scans: decoded in full and written anew."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from portal.lib.uploads.refused import UploadRefused

FORMATS = {"jpg": "JPEG", "png": "PNG"}
# A 50-megapixel photo takes 150 MB to decode; documents need a tenth of that.
MAX_PIXELS = 50_000_000
MIN_SIDE = 10
JPEG_QUALITY = 90
PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})


def clean_image(file: "File[Any]", kind: str) -> "File[Any]":
    """The picture alone, upright: no metadata, no second file behind the end of the first.

    The number of pixels is read from the header and limited before anything is decoded.
    """
    with refusing_broken():
        image = Image.open(file, formats=[FORMATS[kind]])
        check_pixels(image, MAX_PIXELS)
        upright = ImageOps.exif_transpose(image)
        target = io.BytesIO()
        _save(upright, target, kind)
    return ContentFile(target.getvalue(), name=file.name)


@contextmanager
def refusing_broken() -> Iterator[None]:
    """Pillow reports damage by whatever its decoders happen to raise."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(MAX_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
        raise UploadRefused(
            _("图片已损坏或不完整，无法打开，请重新拍照或扫描后上传。"), code="broken_image"
        ) from error


def check_pixels(image: Image.Image, most: int) -> None:
    """By the header alone, before anything is decoded. Raises UploadRefused."""
    width, height = image.size
    if width * height > most:
        raise _too_many_pixels(most)
    if min(width, height) < MIN_SIDE:
        raise UploadRefused(_("图片太小，无法辨认，请重新上传。"), code="image_too_small")


def _too_many_pixels(most: int) -> UploadRefused:
    return UploadRefused(
        _("图片像素过大（超过%(limit)d万像素），请降低分辨率后重新上传。"),
        code="too_many_pixels",
        params={"limit": most // 10_000},
    )


def _save(image: Image.Image, target: io.BytesIO, kind: str) -> None:
    # Pillow carries comments, text chunks and profiles over in `info`.
    transparency = image.info.get("transparency")
    if kind == "jpg":
        image.info = {}
        colours = image if image.mode in ("L", "RGB") else image.convert("RGB")
        colours.save(target, "JPEG", quality=JPEG_QUALITY)
        return
    image.info = {} if transparency is None else {"transparency": transparency}
    colours = image if image.mode in PNG_MODES else image.convert("RGBA")
    colours.save(target, "PNG")
