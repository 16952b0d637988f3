"""在职证明, printing the receipt, and the photo of the sealed one."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.files import store
from accounts.models import User
from portal.lib.dates import today
from portal.lib.numbering import next_number
from portal.lib.photos.mark import Mark
from portal.lib.refusals import Refused
from portal.lib.uploads import CheckedFile
from programs.states import Action
from reviews.actions.payments import (
    demand_details,
    demand_employment_proof,
    demand_state,
    lock_own,
    lock_payment,
)
from reviews.disbursing import move_applications
from reviews.documents import receipt_content
from reviews.models import EmploymentProof, Payment, PaymentState, Receipt, ReceiptPhoto
from reviews.queries.disbursement import RECENT, is_recent
from reviews.rules import wants_receipt

MAX_PROOFS = 20
BEFORE_RECEIPT = (PaymentState.AWAITING_CONFIRMATION, PaymentState.AWAITING_RECEIPT)


@transaction.atomic
def add_employment_proof(
    payment_id: int, file: CheckedFile, issued_on: dt.date, actor: User, address: str | None = None
) -> EmploymentProof:
    """Keeps one 在职证明; it must have been made out within the last thirty days."""
    payment = lock_own(payment_id, actor)
    demand_state(payment, *BEFORE_RECEIPT)
    if not is_recent(issued_on):
        raise Refused(
            _("在职证明应为最近 %(days)s 天内出具，请上传最新的证明。") % {"days": RECENT.days}
        )
    if payment.employment_proofs.count() >= MAX_PROOFS:
        raise Refused(_("最多上传 %(limit)s 份在职证明。") % {"limit": MAX_PROOFS})
    proof = store(EmploymentProof(payment=payment, issued_on=issued_on), file, actor)
    record(actor, "add_employment_proof", payment, {"issued_on": str(issued_on)}, address)
    return proof


@transaction.atomic
def remove_employment_proof(
    payment_id: int, proof_id: int, actor: User, address: str | None = None
) -> None:
    payment = lock_own(payment_id, actor)
    demand_state(payment, PaymentState.AWAITING_CONFIRMATION)
    if payment.file_id:
        raise Refused(_("这份在职证明已由财务审核，不能删除。"))
    proof = payment.employment_proofs.get(pk=proof_id)
    record(actor, "remove_employment_proof", payment, {"proof": proof_id}, address)
    proof.delete()
    transaction.on_commit(lambda: proof.file.delete(save=False))


@transaction.atomic
def print_receipt(payment_id: int, actor: User, address: str | None = None) -> Receipt:
    """打印收据: the version that counts; a new one only where account or contact have changed."""
    payment = lock_own(payment_id, actor)
    demand_state(payment, *BEFORE_RECEIPT)
    if not wants_receipt(payment):
        raise Refused(_("该项目拨付不需要收据。"))
    demand_employment_proof(payment)
    demand_details(payment)
    if valid := payment.receipts.filter(state=Receipt.State.VALID).first():
        return valid
    last = payment.receipts.order_by("-version").first()
    receipt = Receipt(
        payment=payment,
        number=last.number if last else next_number("SK", today().year),
        version=last.version + 1 if last else 1,
    )
    receipt.content = receipt_content(payment, receipt)
    receipt.save()
    payment.state, payment.reason = PaymentState.AWAITING_RECEIPT, ""
    payment.save()
    move_applications(payment, Action.REQUEST_RECEIPT, actor, address)
    record(actor, "print_receipt", payment, {"receipt": str(receipt)}, address)
    return receipt


@transaction.atomic
def attach_photo(
    payment_id: int, jpeg: bytes, mark: Mark, checks: dict[str, Any], actor: User | None
) -> ReceiptPhoto:
    """Keeps a straightened photo of the payment's receipt, to be looked at before it is handed in.

    `mark` is what the receipt's own code in the photo says. Raises `Refused` with the reason for
    another receipt or one that is void. The caller has checked that the actor may do this.
    """
    payment = lock_payment(payment_id)
    demand_state(payment, PaymentState.AWAITING_RECEIPT)
    receipt = payment.receipts.filter(state=Receipt.State.VALID).first()
    if receipt is None:
        raise Refused(_("收款账户或联系人已变更，请重新打印收据。"))
    if mark.number != receipt.number:
        raise Refused(
            _("照片中是另一张收据（%(found)s），本次应上传 %(wanted)s。")
            % {"found": mark.number, "wanted": receipt.number}
        )
    if mark.version != receipt.version:
        raise Refused(
            _("照片中是已作废的第 %(found)s 版收据，请打印并盖章第 %(wanted)s 版后重新拍照。")
            % {"found": mark.version, "wanted": receipt.version}
        )
    photo = ReceiptPhoto(
        receipt=receipt,
        checks=checks,
        name=f"{receipt.number}.jpg",
        mime="image/jpeg",
        size=len(jpeg),
        sha256=hashlib.sha256(jpeg).hexdigest(),
        uploaded_by=actor,
    )
    photo.file.save(photo.name, ContentFile(jpeg), save=False)
    photo.save()
    return photo


@transaction.atomic
def submit_photo(photo_id: int, actor: User | None, address: str | None = None) -> Payment:
    """确认提交: information and seal were looked at; finance has it from now on.

    Refused: a photo that was taken again meanwhile, that was returned, or of a void receipt.
    """
    photo = ReceiptPhoto.objects.select_related("receipt").get(pk=photo_id)
    payment = lock_payment(photo.receipt.payment_id)
    demand_state(payment, PaymentState.AWAITING_RECEIPT)
    newest = ReceiptPhoto.objects.filter(
        receipt__payment=payment, receipt__state=Receipt.State.VALID
    ).first()
    if newest is None or newest.pk != photo.pk:
        raise Refused(_("这张照片已不是最新的，请核对最新照片后再提交。"))
    if newest.submitted_at:
        raise Refused(_("这张照片已被财务退回，请按退回原因重新拍照。"))
    newest.submitted_at = timezone.now()
    newest.save(update_fields=["submitted_at"])
    payment.state, payment.reason = PaymentState.AWAITING_REVIEW, ""
    payment.save()
    record(actor, "submit_receipt", payment, {"receipt": str(photo.receipt)}, address)
    return payment
