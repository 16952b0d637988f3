"""What the page of one payment shows: its steps, and what each of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import BankAccount, Contact, User
from reviews.models import (
    EmploymentProof,
    Payment,
    PaymentLine,
    PaymentState,
    Receipt,
    ReceiptPhoto,
)
from reviews.queries.disbursement import lines_of
from reviews.rules import wants_employment_proof, wants_receipt


@dataclass(frozen=True)
class PaymentPage:
    payment: Payment
    user: User

    @property
    def wants_proof(self) -> bool:
        return wants_employment_proof(self.payment)

    @property
    def wants_receipt(self) -> bool:
        return wants_receipt(self.payment)

    @property
    def may_confirm(self) -> bool:
        return self.payment.is_confirmable

    @property
    def may_upload_proof(self) -> bool:
        """Before the receipt is printed, and again when finance has returned it."""
        if self.awaits_photo:
            return bool(self.payment.reason)
        return self.payment.state == PaymentState.AWAITING_CONFIRMATION and not self.has_seen_proof

    @property
    def has_failed(self) -> bool:
        return self.payment.state == PaymentState.FAILED

    @property
    def awaits_photo(self) -> bool:
        return self.payment.state == PaymentState.AWAITING_RECEIPT

    @property
    def needs_confirming(self) -> bool:
        """Whether 信息无误 sends it on without a (new) receipt."""
        waits = self.payment.state == PaymentState.AWAITING_CONFIRMATION
        return self.has_failed or (waits and not self.wants_receipt)

    @cached_property
    def lines(self) -> list[PaymentLine]:
        return list(lines_of(self.payment))

    @cached_property
    def proofs(self) -> list[EmploymentProof]:
        return list(self.payment.employment_proofs.all())

    @cached_property
    def accounts(self) -> list[BankAccount]:
        return list(self.payment.unit.bank_accounts.all()) if self.payment.unit else []

    @cached_property
    def contacts(self) -> list[Contact]:
        return list(self.payment.unit.contacts.all()) if self.payment.unit else []

    @cached_property
    def receipt(self) -> Receipt | None:
        """The printing that counts."""
        return self.payment.receipts.filter(state=Receipt.State.VALID).first()

    @property
    def photos(self) -> QuerySet[ReceiptPhoto]:
        return ReceiptPhoto.objects.filter(receipt__payment=self.payment)

    @cached_property
    def photo(self) -> ReceiptPhoto | None:
        """The newest photo of the receipt that counts; not one that finance has returned."""
        newest = self.photos.filter(receipt=self.receipt).first() if self.receipt else None
        is_returned = newest is not None and newest.submitted_at is not None and self.awaits_photo
        return None if is_returned else newest

    @cached_property
    def number_void(self) -> int:
        """Printings that no longer count."""
        return self.payment.receipts.filter(state=Receipt.State.VOID).count()

    @property
    def has_seen_proof(self) -> bool:
        """Finance has looked at the 在职证明: after a failure it is not asked for again."""
        return self.payment.file_id is not None

    @property
    def trouble(self) -> str:
        """What is to be done now about the reason that the bank or finance gave."""
        if self.has_failed:
            if not self.wants_receipt:
                return _("银行付款未成功，请核对或更换收款账户后确认")
            return _("银行付款未成功：账户无误的，核对后直接确认；更换账户的，须重新打印收据")
        if self.payment.state != PaymentState.AWAITING_CONFIRMATION:
            return _("收据被退回，请处理后重新拍照上传")
        if self.has_seen_proof:
            return _("银行付款未成功，收款信息已更换：请重新打印收据并盖章，其他材料不用重交")
        return _("收据被退回，收款信息已更换：请重新打印收据并盖章")
