"""Photos and scans."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from portal.lib.uploads import CheckedFile, UploadRefused, check_upload
from tests.lib.uploads.files import MEBIBYTE, image, upload

ORIENTATION, DESCRIPTION = 0x0112, 0x010E


def check(name: str, content: bytes) -> CheckedFile:
    return check_upload(upload(name, content), types=("jpg", "png"), max_bytes=10 * MEBIBYTE)


def reason(name: str, content: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        check(name, content)
    return refused.value.code or ""


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack("!L", zlib.crc32(kind + data))
        return struct.pack("!L", len(data)) + kind + data + check

    header = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def test_a_photo_is_turned_upright_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[DESCRIPTION] = 6, "taken at home"
    original = image("JPEG", exif=exif, comment=b"private note", quality=95)
    checked = check("photo.JPEG", original)
    stored = checked.content.read()
    assert (checked.kind, checked.mime, checked.pages) == ("jpg", "image/jpeg", 1)
    assert checked.size == len(stored)
    for secret in (b"taken at home", b"private note"):
        assert secret in original
        assert secret not in stored
    upright = Image.open(io.BytesIO(stored))
    assert upright.size == (40, 60)
    assert not upright.getexif()
    red, _green, blue = upright.convert("RGB").getpixel((20, 5))  # type: ignore[misc]
    assert red > 200 > 50 > blue


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG")])
def test_a_second_file_behind_the_picture_is_cut_off(name: str, kind: str) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as inner:
        inner.writestr("evil.js", "alert(1)")
    polyglot = image(kind) + archive.getvalue()
    assert zipfile.is_zipfile(io.BytesIO(polyglot))
    stored = check(name, polyglot).content.read()
    assert b"evil.js" not in stored
    assert Image.open(io.BytesIO(stored)).size == (60, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_survives(mode: str) -> None:
    target = io.BytesIO()
    Image.new(mode, (20, 20), 1 if mode != "P" else 0).save(target, "PNG")
    with Image.open(check("a.png", target.getvalue()).content) as stored:
        assert stored.size == (20, 20)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_survives(mode: str) -> None:
    target = io.BytesIO()
    Image.new(mode, (20, 20)).save(target, "JPEG")
    assert check("a.jpg", target.getvalue()).kind == "jpg"


@pytest.mark.parametrize(("width", "height"), [(10_000, 5_001), (60_000, 60_000)])
def test_a_bomb_is_refused_by_its_header(width: int, height: int) -> None:
    assert reason("a.png", png_header(width, height)) == "too_many_pixels"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", image("JPEG")[:-200]),
        ("a.jpg", b"\xff\xd8\xff\xe0nothing"),
        ("a.png", image("PNG")[:60]),
        ("a.png", image("PNG")[:50] + b"\0" * 20 + image("PNG")[70:]),
        ("a.png", png_header(100, 100)),
    ],
)
def test_a_damaged_picture_is_refused(name: str, content: bytes) -> None:
    assert reason(name, content) == "broken_image"


def test_a_dot_is_no_document() -> None:
    assert reason("a.png", image("PNG", size=(4, 4))) == "image_too_small"
