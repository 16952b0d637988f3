"""The way of the money in the demo: one payment at each step, seals and bank included."""

import csv
import io
import math

from django.core.files.base import ContentFile
from PIL import Image, ImageChops, ImageDraw, ImageFont

from accounts.models import User
from portal.lib.dates import today
from portal.lib.pdf.fonts import FOLDER
from portal.lib.photos import layout
from portal.lib.photos.receipt import read_receipt
from portal.lib.uploads import check_upload
from portal.lib.uploads.preview import draw_pdf_page
from portal.site.demo.scans import scan
from reviews.actions import payments, receipts
from reviews.actions.payment_files import export_file, import_results
from reviews.documents import draw_receipt
from reviews.models import Payment, Receipt
from reviews.payment_sheets import COLUMNS

DPI, MM = 250, 250 / 25.4
SEAL = 40  # millimetres across
RED = (200, 24, 32)
BANK = "ICBC"
FAILURE = "收款账户户名不符"
UNKNOWN = "ZF2026-99999999-0"


def to_receipt(payment: Payment, clerk: User) -> Receipt:
    """Proof, account and contact are there, and the receipt is printed."""
    unit = payment.unit
    assert unit
    names = "、".join(line.application.name for line in payment.lines.select_related("application"))
    rows = [("单位", unit.name), ("姓名", names), ("出具日期", f"{today():%Y-%m-%d}")]
    paper = ContentFile(scan("在 职 证 明", rows, unit.name, tint=(250, 250, 248)), "在职证明.jpg")
    checked = check_upload(paper, types=("jpg",), max_bytes=10**7)
    receipts.add_employment_proof(payment.pk, checked, today(), clerk)
    payments.choose_account(payment.pk, unit.bank_accounts.all()[0], clerk)
    payments.choose_contact(payment.pk, unit.contacts.all()[0], clerk)
    return receipts.print_receipt(payment.pk, clerk)


def to_review(payment: Payment, clerk: User) -> None:
    """The sealed receipt is handed in."""
    receipt = to_receipt(payment, clerk)
    read = read_receipt(ContentFile(sealed(receipt), "receipt.jpg"))
    checks = {"seal": read.has_seal, "sharp": not read.is_soft}
    photo = receipts.attach_photo(payment.pk, read.jpeg, read.mark, checks, clerk)
    receipts.submit_photo(photo.pk, clerk)


def to_bank(payment: Payment, clerk: User, finance: User) -> None:
    """Finance has approved: it waits for the bank."""
    to_review(payment, clerk)
    payments.approve(payment.pk, finance)


def hand_over(finance: User) -> None:
    export_file(BANK, "xlsx", finance)


def answer(paid: Payment, failed: Payment, finance: User) -> None:
    """What the bank says of two payments, and of one that nobody here knows."""
    day = f"{today():%Y-%m-%d}"
    rows = (
        (paid.number, f"{paid.amount:.2f}", "成功", day, ""),
        (failed.number, f"{failed.amount:.2f}", "失败", "", FAILURE),
        (UNKNOWN, "8000.00", "成功", day, ""),
    )
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, *rows])
    import_results(f"工商银行回单{today():%m%d}.csv", text.getvalue().encode("gb18030"), finance)


def sealed(receipt: Receipt) -> bytes:
    """The printed sheet with the red seal of its unit, as a scanner sees it."""
    sheet = draw_pdf_page(ContentFile(draw_receipt(receipt)), 1, DPI).convert("RGB")
    ink = _seal(receipt.content["payee"])
    box, origin = layout.SEAL_BOX, layout.PAGE_ORIGIN
    left, top = round((origin.x + box.x + 10) * MM), round((origin.y + box.y + 4) * MM)
    under = sheet.crop((left, top, left + ink.width, top + ink.height))
    sheet.paste(ImageChops.multiply(under, ink), (left, top))
    target = io.BytesIO()
    sheet.save(target, "JPEG", quality=85)
    return target.getvalue()


def _seal(name: str) -> Image.Image:
    """The name in a ring around a star, 财务专用章 below it."""
    side = round(SEAL * MM)
    middle, font = side / 2, ImageFont.truetype(str(FOLDER / "NotoSansSC_700Bold.ttf"), side // 11)
    seal = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((6, 6, side - 6, side - 6), outline=RED, width=9)
    star = [
        (middle + reach * math.sin(turn), middle - reach * math.cos(turn))
        for turn, reach in ((math.pi * n / 5, side * (0.15, 0.06)[n % 2]) for n in range(10))
    ]
    draw.polygon(star, fill=RED)
    draw.text((middle, side * 0.78), "财务专用章", font=font, fill=RED, anchor="mm")
    for place, sign in enumerate(name):
        turn = 230 * (place / max(len(name) - 1, 1) - 0.5)
        letter = Image.new("RGB", seal.size, "white")
        ImageDraw.Draw(letter).text((middle, side * 0.12), sign, font=font, fill=RED, anchor="mm")
        seal = ImageChops.multiply(seal, letter.rotate(-turn, fillcolor="white"))
    return seal.rotate(-6, fillcolor="white")
