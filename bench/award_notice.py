"""One award notice against the smallest page that embeds the same fonts.

The bound is on a page with six characters of each font. A page with all the glyphs of the notice is
measured beside it: cutting them out of the font files is most of the work of a page in Chinese.
What a notice says itself is cut for each; only the lettering of the form is kept from one to the
next (`portal/lib/pdf/lettering.py`). The other pages cut all they show, every time.
"""

import io
import re
from collections.abc import Iterator

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from bench.measure import Ratio, take_turns
from portal.lib.pdf import fonts
from programs.documents.rendering import draw
from programs.models import Document
from tests.factories import approve, draft_person_application, submit, submitted_unit


def run() -> Iterator[Ratio]:
    person = approve(submit(draft_person_application(submitted_unit())))
    notice = Document.objects.get(application=person, kind=Document.Kind.AWARD_NOTICE)
    content = draw(notice)
    glyphs = _glyphs_of(content)
    six = dict.fromkeys(glyphs, "奖励认定通知")
    yield _against("award notice : smallest page with its fonts", notice, six, bound=2)
    yield _against("award notice : smallest page with its glyphs", notice, glyphs)


def _against(
    name: str, notice: Document, glyphs: dict[str, str], bound: float | None = None
) -> Ratio:
    ours, limit = take_turns(lambda: draw(notice), lambda: _smallest_page(glyphs), rounds=40)
    note = f"{len(draw(notice)) // 1024} KiB against {len(_smallest_page(glyphs)) // 1024} KiB"
    return Ratio(name, ours, limit, bound, note)


def _glyphs_of(content: bytes) -> dict[str, str]:
    """The characters that a PDF embeds of each of our fonts."""
    glyphs: dict[str, set[str]] = {font: set() for font in (fonts.SANS, fonts.BOLD, fonts.SERIF)}
    with pikepdf.open(io.BytesIO(content)) as document:
        for font in document.pages[0].Resources.Font.values():
            cmap = font.ToUnicode.read_bytes().decode()
            pairs = re.findall(r"<[0-9A-F]+> <([0-9A-F]{4})>", cmap, re.IGNORECASE)
            name = _ours(str(font.BaseFont))
            glyphs[name].update(chr(int(code, 16)) for code in pairs)
    return {name: "".join(sorted(found)) for name, found in glyphs.items()}


def _ours(base_font: str) -> str:
    if "Serif" in base_font:
        return fonts.SERIF
    return fonts.BOLD if "Bold" in base_font else fonts.SANS


def _smallest_page(glyphs: dict[str, str]) -> bytes:
    """The characters, a line for each font, nothing else."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1, initialFontName=fonts.load(fonts.SANS))
    for height, (font, characters) in enumerate(glyphs.items(), start=1):
        canvas.setFont(fonts.load(font), 12)
        canvas.drawString(72, 72 * height, characters)
    canvas.save()
    return stream.getvalue()
