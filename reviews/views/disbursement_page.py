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

#: State → which of the steps is under way.
PROGRESS = {
    PaymentState.AWAITING_CONFIRMATION: 0,
    PaymentState.AWAITING_RECEIPT: 1,
    PaymentState.AWAITING_REVIEW: 2,
    PaymentState.READY: 3,
    PaymentState.EXPORTED: 3,
    PaymentState.FAILED: 3,
    PaymentState.PAID: 4,
}


@dataclass(frozen=True)
class Step:
    """For components/steps.html."""

    label: str
    state: str
    url: str
    note: str = ""
    is_current: bool = False


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
        returned = self.awaits_photo and bool(self.payment.reason)
        return returned or self.payment.state == PaymentState.AWAITING_CONFIRMATION

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

    @property
    def steps(self) -> list[Step]:
        labels = [
            (_("确认收款信息"), "#details"),
            (_("打印收据并上传"), "#receipt"),
            (_("财务审核"), "#facts"),
            (_("银行付款"), "#facts"),
            (_("已拨付"), "#facts"),
        ]
        reached = PROGRESS[PaymentState(self.payment.state)]
        if not self.wants_receipt:
            del labels[1:3]
            reached = max(0, reached - 2)
        return [
            Step(label, _state_of(place, reached), url) for place, (label, url) in enumerate(labels)
        ]


def _state_of(place: int, reached: int) -> str:
    if place == reached:
        return "current"
    return "done" if place < reached else "todo"
