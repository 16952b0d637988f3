"""Pictures that look like scans of papers, drawn with Pillow; each says that it is a sample."""

import functools
import io

from PIL import Image, ImageDraw, ImageFont

from portal.lib.pdf.fonts import BOLD, FILES, FOLDER, SANS

SIZE = (700, 990)
INK, FAINT, RED = (34, 40, 49), (214, 220, 228), (200, 22, 29)
QUALITY = 55
Rows = list[tuple[str, str]]


def scan(title: str, rows: Rows, issuer: str, *, tint: tuple[int, int, int]) -> bytes:
    """A one-page paper as JPEG: title, labelled lines, the issuer's round seal."""
    return _encode(_paper(title, rows, issuer, tint), "JPEG")


def contract(rows: Rows, issuer: str) -> bytes:
    """A two-page employment contract as PDF."""
    tint = (252, 252, 250)
    first = _paper("劳 动 合 同", rows, issuer, tint)
    second = _paper(
        "合同条款（续）",
        [("第一条", "合同期限与试用期"), ("第二条", "工作内容与地点")],
        issuer,
        tint,
    )
    stream = io.BytesIO()
    first.save(stream, "PDF", save_all=True, append_images=[second], quality=QUALITY)
    return stream.getvalue()


@functools.lru_cache(maxsize=8)
def _font(size: int, name: str = SANS) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FOLDER / FILES[name], size)


@functools.lru_cache(maxsize=8)
def _blank(tint: tuple[int, int, int]) -> Image.Image:
    """Tinted paper with the word 样张 across it."""
    page = Image.new("RGB", SIZE, tint)
    draw = ImageDraw.Draw(page)
    for x, y in ((90, 250), (330, 470), (90, 690)):
        draw.text((x, y), "演示样张", font=_font(64, BOLD), fill=FAINT)
    draw.rectangle((28, 28, SIZE[0] - 28, SIZE[1] - 28), outline=(150, 160, 175), width=2)
    return page


def _paper(title: str, rows: Rows, issuer: str, tint: tuple[int, int, int]) -> Image.Image:
    page = _blank(tint).copy()
    draw = ImageDraw.Draw(page)
    draw.text((SIZE[0] / 2, 96), title, font=_font(34, BOLD), fill=INK, anchor="mm")
    for position, (label, value) in enumerate(rows):
        top = 170 + position * 48
        draw.text((70, top), label, font=_font(20), fill=(90, 100, 115))
        draw.text((250, top), value, font=_font(20), fill=INK)
        draw.line((70, top + 36, SIZE[0] - 70, top + 36), fill=FAINT)
    _seal(draw, issuer)
    return page


def _seal(draw: ImageDraw.ImageDraw, issuer: str) -> None:
    x, y, radius = 520, 840, 82
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=RED, width=5)
    draw.text((x, y - 10), "★", font=_font(44), fill=RED, anchor="mm")
    draw.text((x, y + 46), issuer[:9], font=_font(15, BOLD), fill=RED, anchor="mm")


def _encode(page: Image.Image, kind: str) -> bytes:
    stream = io.BytesIO()
    page.save(stream, kind, quality=QUALITY)
    return stream.getvalue()
