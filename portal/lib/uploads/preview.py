"""Pictures of stored files for the screen, as JPEG."""

import io
import threading
from typing import Any

import pypdfium2
from django.core.files import File
from PIL import Image, ImageOps

THUMBNAIL_SIDE = 320
MAX_SIDE = 4000  # pixels; a plan of 5 metres is not rendered at full size
SCREEN_DPI = 110
POINTS_PER_INCH = 72
JPEG_QUALITY = 82

# pdfium keeps global state and must be entered by one thread at a time.
_pdfium = threading.Lock()


def thumbnail(file: "File[Any]") -> bytes:
    """A picture of at most 320 × 320 of an image or of a PDF's first page."""
    file.seek(0)
    is_pdf = file.read(5) == b"%PDF-"
    file.seek(0)
    if is_pdf:
        return _jpeg(_fit(draw_pdf_page(file, 1, POINTS_PER_INCH)))
    with Image.open(file) as image:
        # JPEG decoders can shrink while decoding: half the time for a phone's photo.
        image.draft("RGB", (2 * THUMBNAIL_SIDE, 2 * THUMBNAIL_SIDE))
        return _jpeg(_fit(ImageOps.exif_transpose(image)))


def render_pdf_page(file: "File[Any]", page: int, dpi: int = SCREEN_DPI) -> bytes:
    """Page `page`, counted from 1. Raises IndexError when there is no such page."""
    file.seek(0)
    return _jpeg(draw_pdf_page(file, page, dpi))


def can_show(file: "File[Any]") -> bool:
    """Whether the viewer opens this PDF and its first page; two libraries rarely agree on all."""
    file.seek(0)
    try:
        with _pdfium, pypdfium2.PdfDocument(file.file) as document:
            document[0].close()
    except (pypdfium2.PdfiumError, IndexError):
        return False
    return True


def draw_pdf_page(file: "File[Any]", page: int, dpi: int) -> Image.Image:
    """The same as a picture."""
    with _pdfium, pypdfium2.PdfDocument(file.file) as document:
        if not 1 <= page <= len(document):
            raise IndexError(f"There is no page {page} in {len(document)} pages.")
        sheet = document[page - 1]
        scale = min(dpi / POINTS_PER_INCH, MAX_SIDE / max(sheet.get_size()))
        picture: Image.Image = sheet.render(scale=scale).to_pil()
        return picture


def _fit(image: Image.Image) -> Image.Image:
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return image


def _jpeg(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.convert("RGB").save(target, "JPEG", quality=JPEG_QUALITY)
    return target.getvalue()
