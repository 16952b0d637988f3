"""A short text that most often fits into one line."""

from typing import Any

from reportlab.platypus import Flowable, Paragraph

from portal.lib.pdf import fonts

#: Where a line starts, by reportlab's alignments: left, centred, right.
ALIGN = {0: ("l", 0.0), 1: ("c", 0.5), 2: ("r", 1.0)}


class Line(Flowable):
    """One line, drawn at once; where it is too wide after all, a paragraph takes its place.

    A paragraph measures every character to break a line that needs no breaking.
    """

    def __init__(self, text: str, kind: Any) -> None:
        super().__init__()
        self.text = " ".join(text.split("\n"))
        self.kind = kind
        self.font = fonts.load(kind.fontName)
        # A table asks three times how high its cells are.
        self.text_width = fonts.width(self.text, self.font, kind.fontSize)
        self.paragraph: Paragraph | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, self.kind.leading
        if self.text_width <= available_width:
            return self.width, self.height
        self.paragraph = Paragraph(fonts.markup(self.text, self.font), self.kind)
        self.width, self.height = self.paragraph.wrap(available_width, available_height)
        return self.width, self.height

    def draw(self) -> None:
        if self.paragraph:
            self.paragraph.drawOn(self.canv, 0, 0)
            return
        align, share = ALIGN[self.kind.alignment]
        self.canv.setFillColor(self.kind.textColor)
        base_line = self.height - self.kind.fontSize
        fonts.draw(
            self.canv,
            share * self.width,
            base_line,
            self.text,
            font=self.font,
            size=self.kind.fontSize,
            align=align,
        )
