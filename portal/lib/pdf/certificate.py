"""A certificate: one page of A4 on its side, framed, to be hung on a wall or shown on a phone."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from portal.lib.pdf import fonts, style
from portal.lib.pdf.closing import Verification
from portal.lib.pdf.marks import draw_qr, draw_seal

WIDTH, HEIGHT = landscape(A4)
GOLD = HexColor("#b08d3c")
FAINT = HexColor("#efe6cf")
LEFT, RIGHT = 56 * mm, WIDTH - 56 * mm
PETALS = 36
QR_SIZE = 21 * mm
SEAL = 19 * mm
BODY = ParagraphStyle(
    "certificate", fontName=fonts.SANS, fontSize=14.5, leading=27, textColor=style.INK,
    wordWrap="CJK", firstLineIndent=29,
)  # fmt: skip


@dataclass(frozen=True)
class Certificate:
    """What stands on it. `holder` is written large, `identity` beside it."""

    title: str
    subtitle: str
    number: str
    holder: str
    identity: str
    statement: str
    facts: Sequence[tuple[str, str]]
    issuer: str
    date: str
    seal_kind: str
    verification: Verification


def render(certificate: Certificate) -> bytes:
    """The finished PDF; the same bytes for the same content."""
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(WIDTH, HEIGHT),
        invariant=1,
        lang="zh-CN",
        initialFontName=fonts.load(fonts.FORM_SANS),
    )
    canvas.setTitle(certificate.title)
    canvas.setAuthor(certificate.issuer)
    canvas.setSubject(certificate.number)
    canvas.setCreator("")
    _frame(canvas)
    _rosette(canvas, WIDTH / 2, HEIGHT / 2, 50 * mm)
    _heading(canvas, certificate)
    _body(canvas, certificate)
    _foot(canvas, certificate)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _frame(canvas: Canvas) -> None:
    for inset, colour, width in ((10, style.NAVY, 2.2), (17, GOLD, 0.8)):
        edge = inset * mm
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.rect(edge, edge, WIDTH - 2 * edge, HEIGHT - 2 * edge)
    _waves(canvas)
    canvas.setFillColor(GOLD)
    corner = 3 * mm
    for x in (19 * mm, WIDTH - 19 * mm - corner):
        for y in (19 * mm, HEIGHT - 19 * mm - corner):
            canvas.rect(x, y, corner, corner, stroke=0, fill=1)


def _waves(canvas: Canvas) -> None:
    """Two lines that wind about each other along the frame, as on a banknote."""
    middle, swing, step = 13.5 * mm, 1.8 * mm, 0.6 * mm
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.35)
    for phase in (0.0, math.pi):
        for length, horizontal in ((WIDTH, True), (HEIGHT, False)):
            count = int((length - 2 * middle) / step)
            for side in (middle, (HEIGHT if horizontal else WIDTH) - middle):
                path = canvas.beginPath()
                for place in range(count + 1):
                    along = middle + place * (length - 2 * middle) / count
                    across = side + swing * math.sin(place * math.pi / 8 + phase)
                    point = (along, across) if horizontal else (across, along)
                    (path.lineTo if place else path.moveTo)(*point)
                canvas.drawPath(path)


def _rosette(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A pattern of ellipses behind the text."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setStrokeColor(FAINT)
    canvas.setLineWidth(0.5)
    for _petal in range(PETALS):
        canvas.rotate(360 / PETALS)
        canvas.ellipse(radius * 0.36, -radius * 0.22, radius, radius * 0.22)
    canvas.restoreState()


def _heading(canvas: Canvas, certificate: Certificate) -> None:
    number = _("证书编号：%(number)s") % {"number": certificate.number}
    _line(canvas, WIDTH - 26 * mm, HEIGHT - 30 * mm, number, style.MUTED, size=9.5, align="r")
    middle, top = WIDTH / 2, HEIGHT - 52 * mm
    size = fonts.fitting_size(certificate.title, fonts.FORM_SERIF, 36, RIGHT - LEFT)
    _line(canvas, middle, top, certificate.title, style.RED, fonts.FORM_SERIF, size, "c")
    _line(canvas, middle, top - 10 * mm, certificate.subtitle, GOLD, size=12, align="c")


def _body(canvas: Canvas, certificate: Certificate) -> None:
    baseline = HEIGHT - 82 * mm
    size = fonts.fitting_size(certificate.holder, fonts.BOLD, 22, 90 * mm)
    _line(canvas, LEFT, baseline, certificate.holder, style.INK, fonts.BOLD, size)
    end = LEFT + max(fonts.width(certificate.holder, fonts.BOLD, size), 30 * mm)
    canvas.setStrokeColor(style.INK)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT - 2 * mm, baseline - 3 * mm, end + 2 * mm, baseline - 3 * mm)
    _line(canvas, end + 7 * mm, baseline, certificate.identity, style.INK, fonts.SANS, 12)
    text = Paragraph(fonts.markup(certificate.statement, fonts.load(fonts.SANS)), BODY)
    _width, height = text.wrap(RIGHT - LEFT, 60 * mm)
    text.drawOn(canvas, LEFT, baseline - 9 * mm - height)


def _foot(canvas: Canvas, certificate: Certificate) -> None:
    bottom = 26 * mm
    check = certificate.verification
    for place, (label, value) in enumerate(reversed(certificate.facts)):
        y = bottom + QR_SIZE + 6 * mm + place * 7.5 * mm
        _line(canvas, LEFT, y, label, style.MUTED, size=10.5)
        fitting = fonts.fitting_size(value, fonts.SANS, 10.5, 92 * mm)
        _line(canvas, LEFT + 22 * mm, y, value, style.INK, fonts.SANS, fitting)
    draw_qr(canvas, check.url, LEFT, bottom, QR_SIZE)
    hints = (
        (_("扫描二维码核验真伪，或在"), style.MUTED, 8.5),
        (check.site, style.INK, 8.5),
        (_("输入验证码 %(code)s") % {"code": check.code}, style.INK, 9.5),
        (_("打印件与核验结果不一致的，以核验结果为准"), style.MUTED, 8.5),
    )
    for place, (text, colour, size) in enumerate(hints):
        y = bottom + QR_SIZE - 5 * mm - place * 5 * mm
        _line(canvas, LEFT + QR_SIZE + 4 * mm, y, text, colour, size=size)
    middle = RIGHT - 18 * mm
    size = fonts.fitting_size(certificate.issuer, fonts.FORM_BOLD, 14, 70 * mm)
    _line(canvas, middle, 50 * mm, certificate.issuer, style.INK, fonts.FORM_BOLD, size, "c")
    _line(canvas, middle, 40 * mm, certificate.date, style.INK, size=12, align="c")
    draw_seal(canvas, middle, 44 * mm, SEAL, certificate.issuer, certificate.seal_kind)


def _line(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    colour: Color,
    font: str = fonts.FORM_SANS,
    size: float = 10,
    align: str = "l",
) -> None:
    canvas.setFillColor(colour)
    fonts.draw(canvas, x, y, text, font=font, size=size, align=align)
