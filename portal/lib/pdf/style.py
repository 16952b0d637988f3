"""Measures, colours and paragraph styles that all documents share."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from portal.lib.pdf.fonts import BOLD, FORM_BOLD, FORM_SANS, FORM_SERIF, SANS

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 20 * mm
CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN

INK = HexColor("#1a2233")
MUTED = HexColor("#5a6577")
NAVY = HexColor("#123c7c")
RULE = HexColor("#b9c4d3")
SHADE = HexColor("#f1f5fb")
RED = HexColor("#c8161d")


def _style(name: str, font: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, textColor=INK, wordWrap="CJK", **more
    )


TITLE = _style("title", FORM_SERIF, 24, 34, alignment=TA_CENTER, spaceAfter=4 * mm)
SUBTITLE = _style("subtitle", FORM_SANS, 10.5, 16, alignment=TA_CENTER, spaceAfter=6 * mm)
SECTION = _style("section", FORM_BOLD, 12, 18, spaceBefore=5 * mm, spaceAfter=2 * mm)
SECTION.textColor = NAVY
BODY = _style("body", SANS, 11, 20, alignment=TA_JUSTIFY, spaceAfter=2 * mm, firstLineIndent=22)
ADDRESSEE = _style("addressee", SANS, 11, 20, spaceAfter=2 * mm)
SIGNATURE = _style("signature", SANS, 11, 20, spaceAfter=8 * mm, leftIndent=90 * mm)
NOTE = _style("note", FORM_SANS, 9, 15, spaceAfter=1 * mm)
NOTE.textColor = MUTED
CELL = _style("cell", SANS, 10, 15)
LABEL = _style("label", FORM_SANS, 9.5, 15, alignment=TA_CENTER)
LABEL.textColor = MUTED
FORM_CELL = _style("form cell", FORM_SANS, 10, 15)
NUMBER = _style("number", SANS, 10, 15, alignment=2)
AMOUNT = _style("amount", BOLD, 20, 26)
AMOUNT.textColor = RED
AMOUNT_WORDS = _style("amount words", BOLD, 12, 18)
