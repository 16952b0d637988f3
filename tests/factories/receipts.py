"""A payment whose receipt is printed, and what a phone sees of the paper."""

import pypdfium2
from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import User
from portal.lib.dates import today
from portal.lib.photos import layout
from portal.lib.uploads import check_upload
from reviews.actions import payments
from reviews.actions.disbursement import start_batch
from reviews.actions.receipts import add_employment_proof, print_receipt
from reviews.documents import draw_receipt
from reviews.models import Payment, Receipt
from reviews.tasks import open_payments
from tests.lib.photos.camera import Shot
from tests.lib.photos.paper import MARGIN, MM, stamp
from tests.lib.uploads.files import pdf

from .applications import approve
from .disbursement import hired, hiring_unit, save_details
from .people import make_staff
from .places import city_office

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72


def awaiting_photo(clerk: User | None = None) -> Receipt:
    """The receipt that the clerk's unit has printed for one of its people."""
    person = approve(hired(hiring_unit(clerk=clerk)))
    finance = make_staff("finance", city_office("finance_bureau"))
    batch = start_batch(person.call_id, 1, None, finance)
    open_payments(batch.pk)
    payment = Payment.objects.get(batch=batch)
    clerk = clerk or person.created_by
    assert payment.unit
    account, contact = save_details(payment.unit)
    payments.choose_account(payment.pk, account, clerk)
    payments.choose_contact(payment.pk, contact, clerk)
    proof = ContentFile(pdf(), name="在职证明.pdf")
    checked = check_upload(proof, types=("pdf",), max_bytes=10**7)
    add_employment_proof(payment.pk, checked, today(), clerk)
    return print_receipt(payment.pk, clerk)


def sheet(receipt: Receipt, *, seal: bool = True) -> Image.Image:
    """The receipt's own PDF on paper, cut out around the dashed frame and sealed."""
    with pypdfium2.PdfDocument(draw_receipt(receipt)) as document:
        page = document[0].render(scale=MM * MM_PER_INCH / POINTS_PER_INCH).to_pil().convert("RGB")
    origin, frame = layout.PAGE_ORIGIN, layout.FRAME
    edges = (origin.x, origin.y, origin.x + frame.width, origin.y + frame.height)
    left, top, right, bottom = edges
    spared = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    cut: Image.Image = page.crop(tuple(round(edge * MM) for edge in spared))
    if seal:
        stamp(cut)
    return cut


def photograph(receipt: Receipt, *, seal: bool = True, shot: Shot | None = None) -> bytes:
    """A phone's photo of it."""
    return (shot or Shot()).take(sheet(receipt, seal=seal))
