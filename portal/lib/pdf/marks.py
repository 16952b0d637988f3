"""Things drawn by hand: the QR code and the seal."""

import math
from collections.abc import Iterator

import segno
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from portal.lib.pdf import fonts
from portal.lib.pdf.style import INK, RED

# Trying all eight masks takes four fifths of the time and readers do not mind which it is.
QR_MASK = 3
SEAL_OPACITY = 0.85
SEAL_FULL_ARC = 228  # degrees the issuer's name may take up at most
SEAL_ARC_PER_CHAR = 22
POINTS_OF_STAR = 5


def draw_qr(canvas: Canvas, data: str, x: float, y: float, size: float) -> None:
    """The code as one filled path of `size` points, lower left corner at (x, y)."""
    rows = segno.make_qr(data, error="m", mask=QR_MASK).matrix
    canvas.saveState()
    canvas.setFillColor(INK)
    canvas.translate(x, y)
    canvas.scale(size / len(rows), size / len(rows))
    # Whole numbers written here take a third of the time of path.rect().
    bars = [
        f"{start} {len(rows) - 1 - line} {length} 1 re"
        for line, row in enumerate(rows)
        for start, length in _dark_runs(row)
    ]
    canvas.drawPath(PDFPathObject(code=bars), stroke=0, fill=1)
    canvas.restoreState()


def draw_seal(canvas: Canvas, x: float, y: float, radius: float, name: str, kind: str = "") -> None:
    """A round seal centred at (x, y): the issuer's name on an arc, a star, the kind below it."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setStrokeColor(RED)
    canvas.setFillColor(RED)
    canvas.setFillAlpha(SEAL_OPACITY)
    canvas.setStrokeAlpha(SEAL_OPACITY)
    canvas.setLineWidth(radius * 0.06)
    canvas.circle(0, 0, radius)
    _star(canvas, radius * 0.32)
    _arc_text(canvas, name, radius)
    if kind:
        size = radius * min(0.17, 0.95 / len(kind))
        fonts.draw(canvas, 0, -radius * 0.62, kind, font=fonts.FORM_BOLD, size=size, align="c")
    canvas.restoreState()


def _dark_runs(row: bytearray) -> Iterator[tuple[int, int]]:
    """(first module, length) of each run of dark modules."""
    start = row.find(1)
    while start >= 0:
        end = row.find(0, start)
        end = len(row) if end < 0 else end
        yield start, end - start
        start = row.find(1, end)


def _star(canvas: Canvas, radius: float) -> None:
    path = canvas.beginPath()
    for corner in range(2 * POINTS_OF_STAR):
        angle = math.pi / 2 + corner * math.pi / POINTS_OF_STAR
        reach = radius * (0.382 if corner % 2 else 1)
        (path.lineTo if corner else path.moveTo)(reach * math.cos(angle), reach * math.sin(angle))
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _arc_text(canvas: Canvas, name: str, radius: float) -> None:
    span = math.radians(min(SEAL_FULL_ARC, len(name) * SEAL_ARC_PER_CHAR))
    size = min(radius * 0.25, 0.78 * radius * span / max(len(name), 1))
    step = span / max(len(name) - 1, 1)
    for place, char in enumerate(name):
        angle = span / 2 - step * place if len(name) > 1 else 0
        canvas.saveState()
        canvas.rotate(math.degrees(angle))
        canvas.translate(0, radius * 0.76)
        canvas.scale(0.86, 1.18)
        fonts.draw(canvas, 0, -size * 0.38, char, font=fonts.FORM_BOLD, size=size, align="c")
        canvas.restoreState()
