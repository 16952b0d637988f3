"""The photo of a receipt by phone: taken with the code that a computer shows, and handed in.

Nobody is signed in on the phone. What may be done there is what whoever shows the code may do,
asked anew at every step: the code is bound to one payment, the first phone that uses it, ten
minutes, and one receipt handed in.
"""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.qr import hash_of, obstacle_for_phone, step
from accounts.models import QrTicket, User
from accounts.rules import UnitMembers
from portal.lib.photos.receipt import ReceiptPhoto as ReadPhoto
from portal.lib.photos.receipt import read_receipt
from portal.lib.refusals import Refused
from reviews.actions.receipts import attach_photo, submit_photo
from reviews.models import Payment, ReceiptPhoto

PURPOSE = QrTicket.Purpose.RECEIPT
State = QrTicket.State


def payment_of(ticket: QrTicket) -> Payment:
    """The payment whose receipt the code is for."""
    payments = Payment.objects.select_related("batch__call__program", "unit")
    return payments.get(number=ticket.subject)


def take_up(token: str, session_key: str, address: str | None = None) -> QrTicket:
    """The phone has opened the page: the computer says so, and no other phone gets in between."""

    def change(ticket: QrTicket) -> None:
        _bind(ticket, session_key)

    return step(token, _check(session_key), change, None, address)


def take_photo(
    token: str, session_key: str, file: File[Any], address: str | None = None
) -> ReceiptPhoto:
    """Straightens a photo and keeps it for the payment, in place of one not handed in.

    Raises UploadRefused for a photo that will not do, and Refused for a code or a receipt that
    will not: another payment's, or a printing that is void.
    """
    take_up(token, session_key, address)  # before the long work, and once more after it
    read = read_receipt(file)
    kept: list[ReceiptPhoto] = []

    def change(ticket: QrTicket) -> None:
        kept.append(_keep(ticket, read))

    step(token, _check(session_key), change, None, address)
    return kept[0]


def hand_in(
    token: str, session_key: str, photo_id: int, address: str | None = None
) -> ReceiptPhoto:
    """确认提交; the code is used up."""

    def change(ticket: QrTicket) -> None:
        owner = _demand_right(ticket)
        submit_photo(photo_of(ticket, photo_id).pk, owner, address)
        ticket.state = State.USED

    return photo_of(step(token, _check(session_key), change, None, address), photo_id)


def photo_of(ticket: QrTicket, photo_id: int) -> ReceiptPhoto:
    """A photo of the ticket's own payment. Raises Refused for any other."""
    photos = ReceiptPhoto.objects.select_related("receipt__payment")
    found = photos.filter(pk=photo_id, receipt__payment__number=ticket.subject).first()
    if found is None:
        raise Refused(_("照片不存在或已重拍，请重新拍照。"))
    return found


def _check(session_key: str) -> Any:
    def check(ticket: QrTicket) -> str:
        return obstacle_for_phone(ticket, PURPOSE, session_key)

    return check


def _bind(ticket: QrTicket, session_key: str) -> None:
    ticket.scanner_hash = hash_of(session_key)
    if ticket.state == State.WAITING:
        ticket.state = State.SCANNED


def _keep(ticket: QrTicket, read: ReadPhoto) -> ReceiptPhoto:
    owner = _demand_right(ticket)
    checks = {"seal": read.has_seal, "sharp": not read.is_soft}
    photo = attach_photo(payment_of(ticket).pk, read.jpeg, read.mark, checks, owner)
    replaced = ReceiptPhoto.objects.filter(receipt=photo.receipt_id, submitted_at=None)
    for each in replaced.exclude(pk=photo.pk):
        transaction.on_commit(lambda file=each.file: file.delete(save=False))  # type: ignore[misc]
        each.delete()
    return photo


def _demand_right(ticket: QrTicket) -> User:
    """Whoever shows the code, if they may still do the programme's business for the unit."""
    payment = payment_of(ticket)
    members = UnitMembers(payment.unit_id, payment.batch.call.program.slug).users
    if ticket.user is None or ticket.user not in members:
        raise Refused(_("出示二维码的账号已无权办理此事项，请在电脑上重新登录。"))
    return ticket.user
