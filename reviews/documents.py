"""收款收据 on paper: to be printed, sealed, and photographed inside its dashed frame.

Where everything stands is `portal.lib.photos.layout`, by which the photo is read again.
"""

from __future__ import annotations

import io
from typing import Any

from django.utils import translation
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from portal.lib.dates import today
from portal.lib.money import chinese_amount, yuan
from portal.lib.pdf import fonts, style
from portal.lib.pdf.marks import draw_qr
from portal.lib.photos import layout
from programs.documents.content import chinese_date
from programs.documents.ordering import LANGUAGE
from reviews.models import Payment, Receipt
from reviews.queries.disbursement import lines_of

TITLE = "收款收据"
NOTES = (
    "1. 请核对收据内容，在“收款单位（盖章）”处加盖财务专用章或单位公章，印章应清晰完整。",
    "2. 盖章后平放在深色桌面上，光线均匀，避免反光和阴影；用手机拍照时四角标记须完整入镜。",
    "3. 收款账户或联系人变更后，本收据作废，请重新打印。二维码无法识别的收据不能上传。",
)
ROW_HEIGHT = layout.TABLE.height / 6
LABEL_WIDTH = 32


def receipt_content(payment: Payment, receipt: Receipt) -> dict[str, Any]:
    """What one printing says; account and telephone masked, for paper gets lost."""
    lines, batch = list(lines_of(payment)), payment.batch
    decided = lines[0].application.transitions.filter(office__isnull=False)
    last = decided.select_related("office").order_by("-at", "-pk").first()
    with translation.override(LANGUAGE):
        return {
            "number": receipt.number,
            "version": receipt.version,
            "date": chinese_date(today()),
            "payer": last.office.name if last and last.office else "",
            "purpose": f"{batch.call.year}年度{batch.call.definition.name.zh}"
            f"（第{batch.instalment}期，{len(lines)}人）",
            "words": chinese_amount(payment.amount),
            "figures": yuan(payment.amount),
            "payee": payment.payee_name,
            "account": f"{payment.bank_name} {payment.masked_account}",
            "contact": f"{payment.contact_name} {payment.masked_mobile}",
            "payment": payment.number,
        }


def draw_receipt(receipt: Receipt) -> bytes:
    """The receipt as PDF: the same bytes for the same receipt."""
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=A4,
        invariant=1,
        lang="zh-CN",
        initialFontName=fonts.load(fonts.FORM_SANS),
    )
    canvas.setTitle(f"{TITLE} {receipt}")
    canvas.setAuthor(receipt.content["payer"])
    _draw_frame(canvas)
    _draw_head(canvas, receipt.content)
    _draw_table(canvas, receipt.content)
    _draw_foot(canvas, receipt.content)
    _draw_codes(canvas, receipt)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _at(x: float, y: float) -> tuple[float, float]:
    """Points on the sheet, from below, of millimetres in the frame, from above."""
    origin = layout.PAGE_ORIGIN
    return (origin.x + x) * mm, A4[1] - (origin.y + y) * mm


def _text(
    canvas: Canvas, x: float, y: float, text: str, size: float, font: str = fonts.SANS, **more: Any
) -> None:
    """`y` is the line on which the text stands."""
    fonts.draw(canvas, *_at(x, y), text, font=font, size=size, **more)


def _draw_frame(canvas: Canvas) -> None:
    frame = layout.FRAME
    x, y = _at(0, frame.height)
    canvas.setStrokeColor(style.MUTED)
    canvas.setLineWidth(0.6)
    canvas.setDash(4, 3)
    canvas.rect(x, y, frame.width * mm, frame.height * mm)
    canvas.setDash()
    canvas.setFillColor(style.MUTED)
    _text(canvas, 0, -3, "盖章后用手机拍照上传，虚线框和四角标记须完整入镜", 9, fonts.FORM_SANS)
    for place, note in enumerate(NOTES):
        _text(canvas, 0, frame.height + 8 + place * 6, note, 9, fonts.FORM_SANS)


def _draw_head(canvas: Canvas, content: dict[str, Any]) -> None:
    title = layout.TITLE
    canvas.setFillColor(style.INK)
    middle = layout.FRAME.width / 2
    _text(canvas, middle, title.y + 9, "收 款 收 据", 22, fonts.FORM_SERIF, align="c")
    canvas.setStrokeColor(style.INK)
    canvas.setLineWidth(0.7)
    for line in (title.bottom - 1.5, title.bottom - 0.7):
        canvas.line(*_at(middle - 32, line), *_at(middle + 32, line))
    baseline = layout.TABLE.y - 2
    date = f"开具日期：{content['date']}"
    _text(canvas, layout.TABLE.x, baseline, date, 10)
    canvas.setFillColor(style.RED)
    number = f"No. {content['number']}（第{content['version']}版）"
    _text(canvas, layout.TABLE.right, baseline, number, 11, fonts.BOLD, align="r")


def _draw_table(canvas: Canvas, content: dict[str, Any]) -> None:
    table = layout.TABLE
    rows = (
        ("今 收 到", content["payer"], fonts.SANS, 10.5),
        ("交    来", content["purpose"], fonts.SANS, 10.5),
        ("人民币（大写）", content["words"], fonts.BOLD, 13),
        ("人民币（小写）", content["figures"], fonts.BOLD, 13),
        ("收款单位", content["payee"], fonts.SANS, 10.5),
        ("收款账户", content["account"], fonts.SANS, 10.5),
    )
    canvas.setStrokeColor(style.INK)
    canvas.setLineWidth(0.7)
    canvas.rect(*_at(table.x, table.bottom), table.width * mm, table.height * mm)
    split = table.x + LABEL_WIDTH
    canvas.line(*_at(split, table.y), *_at(split, table.bottom))
    for place, (label, value, font, size) in enumerate(rows):
        top = table.y + place * ROW_HEIGHT
        if place:
            canvas.line(*_at(table.x, top), *_at(table.right, top))
        baseline = top + ROW_HEIGHT / 2 + 1.4
        canvas.setFillColor(style.MUTED)
        _text(canvas, table.x + LABEL_WIDTH / 2, baseline, label, 9.5, fonts.FORM_SANS, align="c")
        canvas.setFillColor(style.INK)
        room = (table.width - LABEL_WIDTH - 6) * mm
        fitting = fonts.fitting_size(value, font, size, room)
        _text(canvas, split + 3, baseline, value, fitting, font)


def _draw_foot(canvas: Canvas, content: dict[str, Any]) -> None:
    box, signatures = layout.SEAL_BOX, layout.SIGNATURES
    canvas.setStrokeColor(style.RULE)
    canvas.setLineWidth(0.5)
    canvas.rect(*_at(box.x, box.bottom), box.width * mm, box.height * mm)
    canvas.setFillColor(style.INK)
    _text(canvas, box.x + 2, box.y + 5, "收款单位（盖章）：", 10, fonts.FORM_SANS)
    canvas.setFillColor(style.MUTED)
    _text(canvas, box.x + 2, box.bottom - 2, "财务专用章或单位公章", 7, fonts.FORM_SANS)
    canvas.setFillColor(style.INK)
    lines = (
        "收款人：",
        "经办人：",
        f"联系人：{content['contact']}",
        f"拨付编号：{content['payment']}",
    )
    for place, line in enumerate(lines):
        _text(canvas, signatures.x, signatures.y + 4 + place * 9, line, 9)


def _draw_codes(canvas: Canvas, receipt: Receipt) -> None:
    boxes = {**layout.CORNERS, str(receipt.mark): layout.MAIN_CODE}
    for text, box in boxes.items():
        draw_qr(canvas, text, *_at(box.x, box.bottom), box.width * mm)
