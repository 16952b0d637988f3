"""A photo from a phone, or a scan, decoded within bounds. Raises UploadRefused with a reason of
its own.
"""

from typing import Any

from django.core.files import File
from django.utils.translation import gettext_lazy as _
from PIL import Image

from portal.lib.uploads import UploadRefused
from portal.lib.uploads.check import MEBIBYTE
from portal.lib.uploads.images import MAX_PIXELS, check_pixels, refusing_broken
from portal.lib.uploads.pdfs import check_pdf
from portal.lib.uploads.preview import draw_pdf_page

MAX_BYTES = 20 * MEBIBYTE
# What is decoded is held several times over. A camera's JPEG can be made smaller while it is
# decoded row by row; a progressive one and a PNG cannot.
MAX_PIXELS_DECODED = MAX_PIXELS // 2
# Either side at least: enough to read a code of ten millimetres.
ENOUGH = (1600, 1600)
FORMATS = ("JPEG", "PNG")
PDF = b"%PDF-"
SCAN_DPI = 250  # six million pixels of an A4 sheet
# What the file type box of a HEIF container says of a still picture (ISO/IEC 23008-12).
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif")


def open_photo(file: "File[Any]") -> Image.Image:
    """The picture in RGB, as the sensor saw it: its codes tell which way is up."""
    _check_size(file)
    file.seek(0)
    start = file.read(12)
    if start.startswith(PDF):
        return _open_scan(file)
    _check_kind(start)
    file.seek(0)
    with refusing_broken():
        image = Image.open(file, formats=FORMATS)
        comes_in_rows = image.format == "JPEG" and not image.info.get("progressive")
        check_pixels(image, MAX_PIXELS if comes_in_rows else MAX_PIXELS_DECODED)
        image.draft("RGB", ENOUGH)
        check_pixels(image, MAX_PIXELS_DECODED)
        return image.convert("RGB")  # which decodes it


def _open_scan(file: "File[Any]") -> Image.Image:
    """What an office's scanner makes of the sheet: a PDF of one page."""
    if check_pdf(file) > 1:
        raise UploadRefused(_("PDF有多页，请只扫描盖章后的收据这一页。"), code="pages")
    file.seek(0)
    return draw_pdf_page(file, 1, SCAN_DPI).convert("RGB")


def _check_size(file: "File[Any]") -> None:
    if not file.size:
        raise UploadRefused(_("没有收到照片，请重新拍照。"), code="empty")
    if file.size > MAX_BYTES:
        raise UploadRefused(
            _("照片超过%(limit)s MB，请在手机相机设置中降低照片大小，或直接用本页相机重拍。"),
            code="too_large",
            params={"limit": MAX_BYTES // MEBIBYTE},
        )


def _check_kind(start: bytes) -> None:
    if start[4:8] == b"ftyp" and start[8:12] in HEIF_BRANDS:
        raise UploadRefused(
            _("照片是HEIC格式，请在手机相机设置中选择“兼容性最佳”（JPEG），或直接用本页相机重拍。"),
            code="heic",
        )
    if not start.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise UploadRefused(
            _("这不是照片，请拍摄收据，或选择JPG、PNG格式的照片、PDF格式的扫描件。"), code="content"
        )
