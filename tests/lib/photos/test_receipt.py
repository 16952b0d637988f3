"""Receipts photographed well and badly: what comes of them."""

import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageChops, ImageDraw, ImageStat

from portal.lib.photos.layout import CORNERS, FRAME, MAIN_CODE, SEAL_BOX, Box
from portal.lib.photos.mark import Mark
from portal.lib.photos.opening import MAX_BYTES
from portal.lib.photos.receipt import ReceiptPhoto, read_receipt
from portal.lib.photos.straight import PER_MM
from portal.lib.uploads import UploadRefused

from .camera import Shot, jpeg
from .paper import MARGIN, MM, receipt

MARK = Mark("SJ2026000123", 1)
SIZE = (round(FRAME.width * PER_MM), round(FRAME.height * PER_MM))
OF_A_PHONE = (4000, 3000)
ALIKE = 0.02  # a sheet that lies the wrong way up, or off by a millimetre, has far more
GPS_INFO = 0x8825
ORIENTATION = 0x0112


def read(photo: bytes) -> ReceiptPhoto:
    return read_receipt(ContentFile(photo, name="photo.jpg"))


def code_of(photo: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        read(photo)
    return str(refused.value.code)


def hide(sheet: Image.Image, box: Box, spare: float = 1) -> None:
    """A finger, or light thrown back by the paper."""
    left, top = (box.x + MARGIN - spare) * MM, (box.y + MARGIN - spare) * MM
    right, bottom = (box.right + MARGIN + spare) * MM, (box.bottom + MARGIN + spare) * MM
    ImageDraw.Draw(sheet).rectangle((left, top, right, bottom), fill="white")


def unlike(straight: bytes) -> float:
    """The share of the straightened picture that is light where the sheet is dark, or dark
    where it is light.
    """
    edge = MARGIN * MM
    sheet = receipt().crop((edge, edge, edge + SIZE[0], edge + SIZE[1]))
    picture = Image.open(io.BytesIO(straight))
    assert picture.size == SIZE
    difference = ImageChops.difference(_black_and_white(sheet), _black_and_white(picture))
    return float(ImageStat.Stat(difference).mean[0]) / 255


def _black_and_white(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    half = ImageStat.Stat(grey).median[0] * 0.6  # most of it is paper
    return grey.point(lambda at: 255 if at > half else 0)


@pytest.mark.requirement("S3-040")
@pytest.mark.parametrize(
    "shot",
    [
        Shot(),
        Shot(tilt=0.18, turn=-14),
        Shot(turn=93, scale=0.55),
        Shot(turn=176),
        Shot(scale=0.35),
        Shot(size=OF_A_PHONE),
        Shot(size=(1000, 750), quality=60),
        Shot(light=0.45, noise=12),
        Shot(lamp=(1, 0.85, 0.6)),
    ],
    ids=["held", "tilted", "sideways", "upside", "far", "12 MP", "1 MP", "dark", "lamp"],
)
def test_a_photo_becomes_the_frame_as_if_scanned(shot: Shot) -> None:
    read_back = read(shot.take(receipt()))
    assert read_back.mark == MARK
    assert read_back.has_seal
    assert unlike(read_back.jpeg) < ALIKE


def test_a_photo_a_little_out_of_focus_is_read_and_called_soft() -> None:
    assert not read(Shot().take(receipt())).is_soft
    assert read(Shot(blur=1.3).take(receipt())).is_soft


@pytest.mark.parametrize("blur", [2.5, 5, 10])
def test_a_blurred_photo_is_refused_as_blurred(blur: float) -> None:
    assert code_of(Shot(blur=blur).take(receipt())) == "blurred"


@pytest.mark.parametrize(("aside", "corner"), [(0.25, "右上角"), (-0.25, "左下角")])
def test_a_receipt_cut_off_is_refused_with_the_corners_that_miss(aside: float, corner: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        read(Shot(aside=aside).take(receipt()))
    assert refused.value.code == "cut"
    assert corner in refused.value.messages[0]


@pytest.mark.parametrize("corner", CORNERS)
def test_one_corner_may_be_hidden(corner: str) -> None:
    sheet = receipt()
    hide(sheet, CORNERS[corner])
    assert read(Shot().take(sheet)).mark == MARK


def test_two_hidden_corners_are_named() -> None:
    sheet = receipt()
    hide(sheet, CORNERS["TL"])
    hide(sheet, CORNERS["BR"])
    with pytest.raises(UploadRefused) as refused:
        read(Shot().take(sheet))
    assert refused.value.code == "corners"
    assert "左上角、右下角" in refused.value.messages[0]


def test_a_hidden_code_and_something_else_than_a_receipt() -> None:
    sheet = receipt()
    hide(sheet, MAIN_CODE)
    assert code_of(Shot().take(sheet)) == "no_mark"
    letters = Image.effect_noise((2000, 1500), 200).convert("RGB")
    assert code_of(jpeg(letters)) == "no_receipt"
    other = receipt("HTTPS://EXAMPLE.COM/PAY")
    assert code_of(Shot().take(other)) == "no_mark"


def test_two_receipts_in_one_photo() -> None:
    one = Shot(scale=0.8).picture(receipt())
    other = Shot(scale=0.8).picture(receipt("RCPT1:SJ2026000124:1"))
    both = Image.new("RGB", (1600, 2400))
    both.paste(one, (0, 0))
    both.paste(other, (0, 1200))
    assert code_of(jpeg(both)) == "several"


def test_the_seal_is_looked_for_in_its_box() -> None:
    assert not read(Shot(lamp=(1, 0.85, 0.6)).take(receipt(seal=False))).has_seal
    copied = receipt().convert("L").convert("RGB")
    assert not read(Shot().take(copied)).has_seal
    elsewhere = receipt(seal=False)
    red = (SEAL_BOX.right + 20) * MM
    ImageDraw.Draw(elsewhere).ellipse((red, 300, red + 200, 500), fill=(200, 20, 28))
    assert not read(Shot().take(elsewhere)).has_seal


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_the_codes_tell_which_way_is_up_whatever_the_phone_noted(orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    photo = jpeg(Shot().picture(receipt()), exif=exif)
    assert unlike(read(photo).jpeg) < ALIKE


def test_where_a_photo_was_taken_is_not_kept() -> None:
    exif = Image.Exif()
    exif[GPS_INFO] = {1: "N", 2: (31.0, 18.0, 0.0)}
    photo = jpeg(Shot().picture(receipt()), exif=exif, comment=b"my phone")
    assert b"my phone" in photo
    kept = Image.open(io.BytesIO(read(photo).jpeg))
    assert not kept.getexif()
    assert "comment" not in kept.info


def test_what_is_no_photo_gets_a_reason_of_its_own() -> None:
    photo = Shot().take(receipt())
    assert code_of(b"") == "empty"
    assert code_of(photo + b"\0" * MAX_BYTES) == "too_large"
    assert code_of(b"\0\0\0\x18ftypheic" + b"\0" * 100) == "heic"
    assert code_of(b"%PDF-1.7 ...") == "pdf_broken"
    assert code_of(scan(receipt(), receipt())) == "pages"
    assert code_of(b"BM bitmap") == "content"
    assert code_of(photo[: len(photo) // 2]) == "broken_image"
    assert code_of(_png_that_claims(30_000, 30_000)) == "too_many_pixels"
    assert code_of(_png_that_claims(7_000, 6_000)) == "too_many_pixels"


def test_forty_megabytes_are_refused_with_the_limit() -> None:
    with pytest.raises(UploadRefused) as refused:
        read(b"\xff\xd8\xff" + b"\0" * (40 * 1024 * 1024))
    assert "20 MB" in refused.value.messages[0]


def scan(*sheets: Image.Image) -> bytes:
    """As an office's scanner sends it: A4, 200 dpi, the sheet somewhere on it."""
    pages = []
    for sheet in sheets:
        page = Image.new("RGB", (1654, 2339), "white")
        dots = sheet.resize((sheet.width * 200 // 254, sheet.height * 200 // 254))
        page.paste(dots.rotate(0.8, expand=True, fillcolor="white"), (60, 90))
        pages.append(page)
    target = io.BytesIO()
    pages[0].save(target, "PDF", resolution=200, save_all=True, append_images=pages[1:])
    return target.getvalue()


def test_a_scan_as_pdf_is_read_like_a_photo() -> None:
    found = read(scan(receipt()))
    assert (found.mark, found.has_seal) == (MARK, True)
    assert unlike(found.jpeg) < ALIKE


def test_a_picture_of_the_screen_is_read_like_a_photo() -> None:
    target = io.BytesIO()
    Shot(turn=0, tilt=0).picture(receipt()).convert("RGBA").save(target, "PNG")
    assert read(target.getvalue()).mark == MARK


def _png_that_claims(width: int, height: int) -> bytes:
    whole = io.BytesIO()
    Image.new("L", (20, 20)).save(whole, "PNG")
    head = bytearray(whole.getvalue())
    head[16:24] = struct.pack(">II", width, height)
    head[29:33] = struct.pack(">I", zlib.crc32(head[12:29]))
    return bytes(head)
