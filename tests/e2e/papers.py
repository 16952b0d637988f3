"""Files as people bring them along."""

import io

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload
from reportlab.pdfgen.canvas import Canvas

MIB = 1024 * 1024


def scan(name: str = "扫描件.pdf") -> FilePayload:
    """A sound PDF of one page."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(300, 420))
    canvas.drawString(40, 380, "scan")
    canvas.save()
    return {"name": name, "mimeType": "application/pdf", "buffer": target.getvalue()}


def photo(name: str = "IMG_2041.JPG") -> FilePayload:
    """What a phone's camera delivers: lying on its side, with a note that says so."""
    picture = Image.new("RGB", (1600, 1200), "#c8d2e0")
    ImageDraw.Draw(picture).rectangle((200, 200, 1400, 1000), fill="white")
    exif = Image.Exif()
    exif[0x0112] = 6
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": target.getvalue()}


def renamed_program() -> FilePayload:
    """A Windows program that calls itself a PDF."""
    return {
        "name": "劳动合同.pdf",
        "mimeType": "application/pdf",
        "buffer": b"MZ\x90\x00" + bytes(2000),
    }


def one_byte_too_large() -> FilePayload:
    sound = scan("完税证明.pdf")
    filler = bytes(10 * MIB + 1 - len(sound["buffer"]))
    return {**sound, "buffer": sound["buffer"] + filler}
