"""Fonts of the PDFs: loaded once per process, with a fallback for rare characters.

reportlab draws an empty box for a glyph that a font lacks and says nothing. Every text
therefore goes through `runs` (or `markup`, for paragraphs), which changes the font where it has
to. `fonts/README.md` tells where the files come from.
"""

import functools
import io
import logging
import lzma
import re
import threading
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from portal.lib.pdf.lettering import Lettering

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).with_name("fonts")
SANS, BOLD, SERIF, RARE = "PortalSans", "PortalSansBold", "PortalSerifBold", "PortalRareHan"
FILES = {
    SANS: "NotoSansSC_400Regular.ttf",
    BOLD: "NotoSansSC_700Bold.ttf",
    SERIF: "NotoSerifSC_700Bold.gbk.ttf",
    # 30 MB that hardly anybody needs: kept compressed, 0.6 s to open.
    RARE: "PortalRareHan.ttf.xz",
}
#: Each of them once more, for what is the same on every paper of a kind.
LETTERING = {font: f"{font}Lettering" for font in (SANS, BOLD, SERIF)}
PLAIN = {lettering: font for font, lettering in LETTERING.items()}
FORM_SANS, FORM_BOLD, FORM_SERIF = LETTERING.values()
#: What numbers, codes, dates and amounts are written with: drawn with the lettering as well.
CODE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.,¥"
FIGURES = {
    SANS: CODE + " :+*/%×−年月日（）",
    BOLD: CODE + "（）人民币大写零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整",
    SERIF: "",
}
# The geta mark: how printers have always marked a character that is not in the case.
MISSING = "〓"
BEYOND_PLANE_0 = re.compile(r"<([0-9A-F]{5,6})>")

_loading = threading.Lock()
_plain_cmap = ttfonts.makeToUnicodeCMap


def _cmap_with_surrogates(font_name: str, subset: list[int]) -> str:
    """reportlab writes U+20BB7 as <20BB7>, which readers take for U+20BB; PDF wants UTF-16."""

    def utf16(match: re.Match[str]) -> str:
        return f"<{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>"

    return BEYOND_PLANE_0.sub(utf16, _plain_cmap(font_name, subset))


ttfonts.makeToUnicodeCMap = _cmap_with_surrogates
# Binary streams instead of ASCII ones: a fifth smaller, and mail has been 8-bit for decades.
rl_config.useA85 = 0


def load(name: str) -> str:
    """Registers the font unless that was done already; returns its name."""
    with _loading:
        _glyphs(name)
    return name


@functools.cache
def _glyphs(name: str) -> frozenset[int]:
    """The code points a font can draw; opens and registers it on the first call."""
    if name in PLAIN:
        return _glyphs(PLAIN[name])
    path = FOLDER / FILES[name]
    content = path.read_bytes()
    if path.suffix == ".xz":
        content = lzma.decompress(content)
    font = ttfonts.TTFont(name, io.BytesIO(content), shapable=False, asciiReadable=False)
    pdfmetrics.registerFont(font)
    if name in LETTERING:
        pdfmetrics.registerFont(Lettering(LETTERING[name], font, FIGURES[name]))
    return frozenset(font.face.charToGlyph)


@functools.lru_cache(maxsize=512)
def _report_missing(code_point: int) -> None:
    # The character alone: the text around it may be somebody's name.
    logger.warning("No font has a glyph for U+%04X; a PDF shows %s instead.", code_point, MISSING)


def runs(text: str, base: str = SANS) -> list[tuple[str, str]]:
    """The text as (font, piece) so that each piece can be drawn with its font."""
    if not text:
        return []
    load(base)
    if _figures(base).issuperset(text):
        base = LETTERING[base]
    if _glyphs(base).issuperset(map(ord, text)):
        return [(base, text)]
    chosen = list(_choose(text, base))
    return [
        (font, "".join(char for _font, char in group))
        for font, group in groupby(chosen, key=lambda pair: pair[0])
    ]


@functools.cache
def _figures(name: str) -> frozenset[str]:
    return frozenset(FIGURES.get(name, ""))


def _choose(text: str, base: str) -> Iterator[tuple[str, str]]:
    for char in text:
        if ord(char) < 0x20:
            continue
        for font in (base, SANS, RARE):
            if ord(char) in _glyphs(load(font)):
                yield font, char
                break
        else:
            _report_missing(ord(char))
            yield load(SANS), MISSING


def markup(text: str, base: str = SANS) -> str:
    """The text for a reportlab Paragraph: escaped, fonts changed, line ends and indents kept."""
    lines = text.replace("\u3000", "\u00a0\u00a0").splitlines()
    return "<br/>".join("".join(_tagged(line, base)) for line in lines)


def _tagged(line: str, base: str) -> Iterator[str]:
    for font, piece in runs(line, base):
        yield escape(piece) if font == base else f'<font name="{font}">{escape(piece)}</font>'


def width(text: str, font: str, size: float) -> float:
    """Width in points."""
    return sum(_advance(name, piece, size) for name, piece in runs(text, font))


def _advance(font: str, piece: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(piece, font, size))


def fitting_size(text: str, font: str, size: float, limit: float) -> float:
    """The size, made smaller where the text would be wider than `limit` points."""
    actual = width(text, font, size)
    return size * limit / actual if actual > limit else size


def draw(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    *,
    font: str = SANS,
    size: float,
    align: str = "l",
) -> None:
    """One line of text on its base line; `align` l, c or r tells what `x` is."""
    pieces = runs(text, font)
    widths = [_advance(name, piece, size) for name, piece in pieces]
    x -= sum(widths) * {"l": 0, "c": 0.5, "r": 1}[align]
    for (name, piece), advance in zip(pieces, widths, strict=True):
        canvas.setFont(name, size)
        canvas.drawString(x, y, piece)
        x += advance
