"""A builder for A4 documents: call its methods from top to bottom, then `render`."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.paraparser import ParaFrag

from portal.lib.money import chinese_amount, yuan
from portal.lib.pdf import fonts, style
from portal.lib.pdf.closing import Closing, ClosingBlock
from portal.lib.pdf.line import Line

TOP = 27 * mm
BOTTOM = 19 * mm
HEIGHT = style.PAGE_HEIGHT - TOP - BOTTOM
LABEL_WIDTH = 32 * mm
LINE_LENGTH = 24  # characters
PAGE_COUNT = "PageCount"
GRID = (
    ("GRID", (0, 0), (-1, -1), 0.5, style.RULE),
    ("FONTNAME", (0, 0), (-1, -1), fonts.FORM_SANS),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 3.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
    ("LEFTPADDING", (0, 0), (-1, -1), 7),
    ("RIGHTPADDING", (0, 0), (-1, -1), 7),
)

#: From so many rows on, a table is set closer, so that a page holds it and its closing.
MANY_ROWS = 5
CLOSE = (("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3))


class Document:
    """Content in reading order. The same calls give the same bytes, so a SHA-256 can be kept."""

    def __init__(self, *, title: str, number: str, issuer: str, subtitle: str = "") -> None:
        self.title, self.number, self.issuer = title, number, issuer
        self._story: list[Flowable] = [_text(title, style.TITLE)]
        if subtitle:
            self._story.append(_text(subtitle, style.SUBTITLE))

    def section(self, heading: str) -> None:
        paragraph = _text(heading, style.SECTION)
        paragraph.keepWithNext = 1
        self._story.append(paragraph)

    def paragraph(self, text: str) -> None:
        """Body text; each line of it is a paragraph of its own, indented by two characters."""
        self._story += [_text(line, style.BODY) for line in text.splitlines()]

    def addressee(self, text: str) -> None:
        """To whom a letter is written, at the margin."""
        self._story.append(_text(f"{text}：", style.ADDRESSEE))

    def signatures(self, lines: Sequence[str]) -> None:
        """Lines to sign or stamp on, on the right; together on one page."""
        block = [_text(line, style.SIGNATURE) for line in lines]
        self._story.append(KeepTogether([Spacer(0, 16 * mm), *block]))

    def notes(self, lines: Sequence[str]) -> None:
        """Numbered remarks in small type."""
        self._story.append(Spacer(0, 2 * mm))
        for place, line in enumerate(lines, start=1):
            self._story.append(_text(f"{place}. {line}", style.NOTE))

    def facts(self, pairs: Sequence[tuple[str, str]], *, columns: int = 1) -> None:
        """Labels and values, `columns` pairs to a row; the last pair takes what is left of its."""
        if not pairs:
            return
        rows: list[list[Any]] = []
        spans = []
        for first in range(0, len(pairs), columns):
            row: list[Any] = []
            for label, value in pairs[first : first + columns]:
                row += [_cell(label, style.LABEL), _cell(value or "—", style.CELL)]
            if len(row) < 2 * columns:
                spans.append(("SPAN", (len(row) - 1, len(rows)), (-1, len(rows))))
                row += [""] * (2 * columns - len(row))
            rows.append(row)
        value_width = style.CONTENT_WIDTH / columns - LABEL_WIDTH
        shades = [
            ("BACKGROUND", (2 * column, 0), (2 * column, -1), style.SHADE)
            for column in range(columns)
        ]
        # A spanned value covers label columns, whose shade must not show through.
        clear = [("BACKGROUND", (x + 1, y), (-1, y), "white") for _name, (x, y), _end in spans]
        self._table(rows, [LABEL_WIDTH, value_width] * columns, [*shades, *clear, *spans])

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        numeric: Sequence[int] = (),
        recurring: bool = False,
    ) -> None:
        """Rows under a header that is repeated on every page.

        `widths` are shares of the page's width; columns in `numeric` are set flush right. Say
        `recurring` of rows that differ in figures only, from one paper of a kind to the next.
        Many rows stand closer together.
        """
        text_style = style.FORM_CELL if recurring else style.CELL
        unit = style.CONTENT_WIDTH / sum(widths)
        styles = [
            style.NUMBER if column in numeric else text_style for column in range(len(header))
        ]
        cells = [[_cell(text, style.LABEL) for text in header]]
        cells += [
            [_cell(text, kind) for text, kind in zip(row, styles, strict=True)] for row in rows
        ]
        shades: list[Any] = [("BACKGROUND", (0, 0), (-1, 0), style.SHADE)]
        close = CLOSE if len(rows) >= MANY_ROWS else ()
        self._table(cells, [share * unit for share in widths], [*shades, *close], repeat_rows=1)

    def amount(self, label: str, value: Decimal) -> None:
        """One amount in large figures and in words."""
        words = _("人民币（大写）%(words)s") % {"words": chinese_amount(value)}
        figures = [_text(yuan(value), style.AMOUNT), _text(words, style.AMOUNT_WORDS)]
        self._table(
            [[_text(label, style.LABEL), figures]],
            [LABEL_WIDTH, style.CONTENT_WIDTH - LABEL_WIDTH],
            [("BACKGROUND", (0, 0), (0, -1), style.SHADE)],
        )

    def closing(self, closing: Closing) -> None:
        """How to verify the document, who issued it and when, with a seal if it has a name."""
        self._story.append(KeepTogether([Spacer(0, 2 * mm), ClosingBlock(closing)]))

    def render(self) -> bytes:
        """The finished PDF. To be called once: drawing uses the content up."""
        target = io.BytesIO()
        template = BaseDocTemplate(
            target,
            pagesize=(style.PAGE_WIDTH, style.PAGE_HEIGHT),
            title=self.title,
            author=self.issuer,
            subject=self.number,
            creator="",
            lang="zh-CN",
            invariant=1,
            # Otherwise the file names a Helvetica that it does not embed.
            initialFontName=fonts.load(fonts.FORM_SANS),
        )
        frame = Frame(
            style.MARGIN,
            BOTTOM,
            style.CONTENT_WIDTH,
            HEIGHT,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        template.addPageTemplates(PageTemplate(frames=[frame], onPage=self._draw_frame))
        template.build([*self._story, _PageCount()])
        return target.getvalue()

    def _draw_frame(self, canvas: Canvas, template: BaseDocTemplate) -> None:
        left, right = style.MARGIN, style.PAGE_WIDTH - style.MARGIN
        header, footer = style.PAGE_HEIGHT - 16 * mm, 13 * mm
        canvas.setFillColor(style.MUTED)
        fonts.draw(canvas, left, header, self.issuer, font=fonts.FORM_SANS, size=9)
        number = _("编号 %(number)s") % {"number": self.number}
        fonts.draw(canvas, right, header, number, font=fonts.FORM_SANS, size=9, align="r")
        canvas.setStrokeColor(style.RULE)
        canvas.setLineWidth(0.5)
        canvas.line(left, header - 3 * mm, right, header - 3 * mm)
        page = _("第 %(page)d 页") % {"page": template.page}
        fonts.draw(
            canvas, style.PAGE_WIDTH / 2, footer, page, font=fonts.FORM_SANS, size=9, align="r"
        )
        canvas.doForm(PAGE_COUNT)

    def _table(
        self,
        rows: list[list[Any]],
        widths: list[float],
        extra: Sequence[tuple[Any, ...]],
        *,
        repeat_rows: int = 0,
    ) -> None:
        table = _Table(rows, colWidths=widths, repeatRows=repeat_rows)
        table.setStyle(TableStyle([*GRID, *extra]))
        self._story += [table, Spacer(0, 2 * mm)]


class _Table(Table):
    """Goes over to the next page between two rows.

    A row may be taller than a page (somebody always has more to say): it begins one, and is split.
    """

    def split(self, width: float, height: float) -> Any:
        begins_page = height > HEIGHT - 1
        self.splitInRow = int(begins_page)
        return super().split(width, height)


def _text(text: str, kind: Any) -> Paragraph:
    base = fonts.load(kind.fontName)
    if len(text.splitlines()) > 1:
        return Paragraph(fonts.markup(text, base), kind)
    # One line needs no markup, whose parser takes a tenth of the time of a document.
    pieces = fonts.runs(text.replace("\u3000", "\u00a0\u00a0"), base)
    return Paragraph("", kind, frags=[_fragment(font, piece, kind) for font, piece in pieces])


def _cell(text: str, kind: Any) -> Flowable:
    """A cell of a table: what may fit into one line need not be broken into lines."""
    needs_lines = len(text) > LINE_LENGTH or "\n" in text
    return _text(text, kind) if needs_lines else Line(text, kind)


def _fragment(font: str, text: str, kind: Any) -> ParaFrag:
    """A piece of a paragraph, as reportlab's own parser would make it."""
    return ParaFrag(
        text=text,
        fontName=font,
        fontSize=kind.fontSize,
        textColor=kind.textColor,
        bold=0,
        italic=0,
        rise=0,
        greek=0,
        link=[],
        us_lines=[],
    )


class _PageCount(Flowable):
    """Comes last, when the number of pages is known, and draws it into a form on all of them."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        pages = self.canv.getPageNumber()
        self.canv.beginForm(PAGE_COUNT, 0, 0, style.PAGE_WIDTH, style.PAGE_HEIGHT)
        self.canv.setFillColor(style.MUTED)
        text = _(" / 共 %(pages)d 页") % {"pages": pages}
        fonts.draw(self.canv, style.PAGE_WIDTH / 2, 13 * mm, text, font=fonts.FORM_SANS, size=9)
        self.canv.endForm()
