"""A receipt on paper as pixels, drawn from the layout that its PDF is drawn from."""

import io

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont

from portal.lib.pdf.fonts import FOLDER
from portal.lib.photos.layout import (
    CORNERS,
    FRAME,
    MAIN_CODE,
    SEAL_BOX,
    SIGNATURES,
    TABLE,
    TITLE,
    Box,
)

MM = 10  # pixels
MARGIN = 6  # millimetres of paper around the frame, as scissors leave it
INK = (26, 34, 51)
RED = (200, 20, 28)
BOLD = str(FOLDER / "NotoSansSC_700Bold.ttf")


def receipt(mark: str = "RCPT1:SJ2026000123:1", *, seal: bool = True) -> Image.Image:
    """The cut-out sheet."""
    size = (round(FRAME.width + 2 * MARGIN) * MM, round(FRAME.height + 2 * MARGIN) * MM)
    sheet = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(sheet)
    for along in range(0, round(FRAME.width), 3):
        for y in (0, FRAME.height):
            draw.line(_pixels(along, y, along + 2, y), fill="grey", width=3)
    for along in range(0, round(FRAME.height), 3):
        for x in (0, FRAME.width):
            draw.line(_pixels(x, along, x, along + 2), fill="grey", width=3)
    _write(draw, TITLE, "收 款 收 据", 90)
    rows = ("今收到 苏州工业园区管理委员会", "人民币（大写） 壹拾贰万元整", "账户 6222 **** 1873")
    for line, text in enumerate(rows):
        box = Box(TABLE.x, TABLE.y + 16 * line, TABLE.width, 16)
        draw.rectangle(_pixels(box.x, box.y, box.right, box.bottom), outline=INK, width=4)
        _write(draw, box, text, 45)
    _write(draw, Box(SEAL_BOX.x, SEAL_BOX.y, SEAL_BOX.width, 8), "收款单位（盖章）：", 38)
    _write(draw, Box(SIGNATURES.x, SIGNATURES.y, SIGNATURES.width, 8), "收款人：", 38)
    for name, box in CORNERS.items():
        _code(sheet, name, box, error="l")
    _code(sheet, mark, MAIN_CODE, error="q")
    if seal:
        stamp(sheet)
    return sheet


def stamp(sheet: Image.Image, faded: float = 0.75, box: Box = SEAL_BOX) -> None:
    """A round seal of 40 mm, pressed a little askew on its box, or on another."""
    side = 40 * MM
    seal = Image.new("L", (side, side))
    draw = ImageDraw.Draw(seal)
    draw.ellipse((4, 4, side - 4, side - 4), outline=255, width=12)
    draw.regular_polygon((side / 2, side / 2, side * 0.16), 5, fill=255)
    font = ImageFont.truetype(BOLD, 44)
    draw.text((side / 2, side * 0.25), "苏州测试公司", font=font, fill=255, anchor="mm")
    draw.text((side / 2, side * 0.76), "财务专用章", font=font, fill=255, anchor="mm")
    ink = seal.rotate(-8, resample=Image.Resampling.BICUBIC).point(lambda at: round(at * faded))
    left, top = (round(at) for at in _pixels(box.x + 6, box.y + 3, 0, 0)[:2])
    white = Image.new("RGB", ink.size, "white")
    under = sheet.crop((left, top, left + side, top + side))
    # Ink is a glass: what is black below it stays black.
    colour = Image.composite(Image.new("RGB", ink.size, RED), white, ink)
    sheet.paste(ImageChops.multiply(under, colour), (left, top))


def _pixels(x: float, y: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return (
        (x + MARGIN) * MM,
        (y + MARGIN) * MM,
        (right + MARGIN) * MM,
        (bottom + MARGIN) * MM,
    )


def _write(draw: ImageDraw.ImageDraw, box: Box, text: str, size: int) -> None:
    left, top, _right, bottom = _pixels(box.x + 2, box.y, box.right, box.bottom)
    font = ImageFont.truetype(BOLD, size)
    draw.text((left, (top + bottom) / 2), text, font=font, fill=INK, anchor="lm")


def _code(sheet: Image.Image, text: str, box: Box, error: str) -> None:
    picture = io.BytesIO()
    segno.make_qr(text, error=error).save(picture, kind="png", scale=8, border=0)
    side = round(box.width * MM)
    code = Image.open(picture).convert("RGB").resize((side, side), Image.Resampling.LANCZOS)
    left, top, *_rest = _pixels(box.x, box.y, 0, 0)
    sheet.paste(code, (round(left), round(top)))
