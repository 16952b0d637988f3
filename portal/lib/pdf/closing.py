"""The foot of a document: how to check it on the left, who issued it on the right."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from portal.lib.pdf import fonts
from portal.lib.pdf.marks import draw_qr, draw_seal
from portal.lib.pdf.style import INK, MUTED

HEIGHT = 40 * mm
QR_SIZE = 27 * mm
SEAL_RADIUS = 20 * mm
# Together with the QR code and a gap they fill the width of the page.
MAX_ISSUER_WIDTH = 84 * mm
MAX_HINT_WIDTH = 50 * mm


@dataclass(frozen=True)
class Verification:
    """`url` opens the public check (in the QR code); `code` is typed at `site` instead."""

    url: str
    code: str
    site: str


@dataclass(frozen=True)
class Closing:
    """Signature of a document. Without a seal name no seal is drawn; `seal_kind` stands below
    the star, for instance 电子业务专用章."""

    issuer: str
    date: str
    seal_name: str = ""
    seal_kind: str = ""
    verification: Verification | None = None


class ClosingBlock(Flowable):
    """A Closing on the page, never broken across two."""

    def __init__(self, closing: Closing) -> None:
        super().__init__()
        self.closing = closing

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        return available_width, HEIGHT

    def draw(self) -> None:
        if self.closing.verification:
            self._draw_verification(self.closing.verification)
        self._draw_signature()

    def _draw_verification(self, check: Verification) -> None:
        bottom = (HEIGHT - QR_SIZE) / 2
        draw_qr(self.canv, check.url, 0, bottom, QR_SIZE)
        left = QR_SIZE + 5 * mm
        lines = (
            (_("扫描二维码核验真伪，或在"), MUTED, fonts.FORM_SANS, 8.5),
            (check.site, INK, fonts.FORM_SANS, 8.5),
            (_("输入验证码"), MUTED, fonts.FORM_SANS, 8.5),
            (check.code, INK, fonts.FORM_BOLD, 13.0),
        )
        top = bottom + QR_SIZE - 8
        for place, (text, colour, font, size) in enumerate(lines):
            self.canv.setFillColor(colour)
            y = top - place * 6.4 * mm
            fitting = fonts.fitting_size(text, font, size, MAX_HINT_WIDTH)
            fonts.draw(self.canv, left, y, text, font=font, size=fitting)

    def _draw_signature(self) -> None:
        closing = self.closing
        size = fonts.fitting_size(closing.issuer, fonts.FORM_SANS, 12.0, MAX_ISSUER_WIDTH)
        issuer_width = fonts.width(closing.issuer, fonts.FORM_SANS, size)
        middle = self.width - max(issuer_width / 2, SEAL_RADIUS)
        self.canv.setFillColor(INK)
        fonts.draw(
            self.canv,
            middle,
            HEIGHT / 2 + 1 * mm,
            closing.issuer,
            font=fonts.FORM_SANS,
            size=size,
            align="c",
        )
        fonts.draw(self.canv, middle, HEIGHT / 2 - 7 * mm, closing.date, size=11, align="c")
        if closing.seal_name:
            # Over the name and the date, as a seal on paper is set.
            place = (middle, HEIGHT / 2 - 1 * mm)
            draw_seal(self.canv, *place, SEAL_RADIUS, closing.seal_name, closing.seal_kind)
