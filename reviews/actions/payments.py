"""What is done to one payment: account and contact confirmed, the receipt approved or returned."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import BankAccount, Contact, User
from portal.lib.banks import bank_of
from portal.lib.masking import mask_bank_card, mask_mobile, mask_name
from portal.lib.refusals import Refused
from programs.rules.access import can_file
from reviews.disbursing import columns_of_account, columns_of_contact, tell
from reviews.models import Payment, PaymentState, Receipt
from reviews.models.disbursement import CONFIRMABLE
from reviews.queries.disbursement import RECENT, is_recent, lines_of, within
from reviews.rules import cashier_districts, wants_employment_proof, wants_receipt


def lock_payment(payment_id: int) -> Payment:
    """The payment, held until the transaction ends."""
    locked = Payment.objects.select_for_update(of=("self",))
    return locked.select_related("batch__call__program", "unit").get(pk=payment_id)


def lock_own(payment_id: int, actor: User) -> Payment:
    """As `lock_payment`, for who files what it is for; PermissionDenied for everybody else."""
    payment = lock_payment(payment_id)
    line = lines_of(payment).first()
    if line is None or not can_file(actor, line.application):
        raise PermissionDenied(_("您没有办理此事项的权限。"))
    return payment


def lock_to_pay(payment_id: int, actor: User) -> Payment:
    """As `lock_payment`, for finance of its district."""
    payment = lock_payment(payment_id)
    if not within(Payment.objects.filter(pk=payment_id), cashier_districts(actor)).exists():
        raise PermissionDenied(_("您没有办理此事项的权限。"))
    return payment


def demand_state(payment: Payment, *states: PaymentState) -> None:
    if payment.state not in states:
        raise Refused(
            _("该拨付单当前为“%(state)s”，不能进行此操作。请刷新页面查看最新状态。")
            % {"state": payment.get_state_display()}
        )


@transaction.atomic
def choose_account(
    payment_id: int, account: BankAccount, actor: User, address: str | None = None
) -> Payment:
    """调整银行账户: the unit's money goes to this one of its accounts."""
    payment = lock_own(payment_id, actor)
    return _choose(payment, columns_of_account(account), actor, address)


@transaction.atomic
def choose_contact(
    payment_id: int, contact: Contact, actor: User, address: str | None = None
) -> Payment:
    """调整联系人: whom to ask about this payment."""
    payment = lock_own(payment_id, actor)
    return _choose(payment, columns_of_contact(contact), actor, address)


@transaction.atomic
def give_account(
    payment_id: int, bank_name: str, number: str, actor: User, address: str | None = None
) -> Payment:
    """The account of a person, where the one in her application is missing or was refused."""
    payment = lock_own(payment_id, actor)
    if not payment.to_person:
        raise Refused(_("单位的收款账户请从已保存的账户中选择。"))
    account = {"bank": bank_of(bank_name), "bank_name": bank_name, "account_number": number}
    payment = _choose(payment, account, actor, address)
    return _pass_on(payment, actor, address)


def _choose(payment: Payment, values: dict[str, str], actor: User, address: str | None) -> Payment:
    """Writes account or contact; a receipt that says otherwise is void from now on.

    Why the bank or finance sent it back stays to be read until the next receipt is printed.
    """
    demand_state(payment, *CONFIRMABLE)
    before = {name: getattr(payment, name) for name in values}
    if before == values:
        return payment
    for name, value in values.items():
        setattr(payment, name, value)
    if _void_receipt(payment):
        payment.state = PaymentState.AWAITING_CONFIRMATION
    payment.save()
    detail = {"from": _masked(before), "to": _masked(values)}
    record(actor, "change_payment_details", payment, detail, address)
    return payment


def _void_receipt(payment: Payment) -> bool:
    """Whether there was one that counted."""
    valid = Receipt.objects.filter(payment=payment, state=Receipt.State.VALID)
    return bool(valid.update(state=Receipt.State.VOID, voided_at=timezone.now()))


@transaction.atomic
def confirm(payment_id: int, actor: User, address: str | None = None) -> Payment:
    """信息无误: for what needs no new receipt, the payment goes on to the bank."""
    return _pass_on(lock_own(payment_id, actor), actor, address)


def _pass_on(payment: Payment, actor: User, address: str | None) -> Payment:
    demand_state(payment, PaymentState.AWAITING_CONFIRMATION, PaymentState.FAILED)
    demand_details(payment)
    if payment.state == PaymentState.AWAITING_CONFIRMATION and wants_receipt(payment):
        raise Refused(_("请先打印收据，盖章后拍照上传。"))
    demand_employment_proof(payment)
    payment.state, payment.reason = PaymentState.READY, ""
    payment.save()
    record(actor, "confirm_payment", payment, {"number": payment.number}, address)
    return payment


def demand_details(payment: Payment) -> None:
    """Everything that has to be there before a receipt is printed or money goes to the bank."""
    if not payment.account_number:
        raise Refused(_("请先选择收款银行账户。"))
    if not payment.to_person and not payment.contact_mobile:
        raise Refused(_("请先选择联系人。"))


def demand_employment_proof(payment: Payment) -> None:
    """Raises `Refused` unless a recent one is there, or none is asked for."""
    # After a failure only the bank's part is done again.
    if not wants_employment_proof(payment) or payment.file_id:
        return
    newest = payment.employment_proofs.order_by("-issued_on").first()
    if newest is None:
        raise Refused(_("请先上传最新的在职证明。"))
    if not is_recent(newest.issued_on):
        raise Refused(
            _("在职证明出具已超过 %(days)s 天，请重新上传最新的证明。") % {"days": RECENT.days}
        )


@transaction.atomic
def approve(payment_id: int, actor: User, address: str | None = None) -> Payment:
    """The receipt is right: the money may go to the bank."""
    payment = lock_to_pay(payment_id, actor)
    demand_state(payment, PaymentState.AWAITING_REVIEW)
    payment.state, payment.reason = PaymentState.READY, ""
    payment.save()
    record(actor, "approve_receipt", payment, {"number": payment.number}, address)
    return payment


@transaction.atomic
def send_back(payment_id: int, reason: str, actor: User, address: str | None = None) -> Payment:
    """The receipt cannot be taken: the unit is told why, and hands in another photo."""
    if not reason.strip():
        raise Refused(_("请填写退回原因，将告知收款单位。"))
    payment = lock_to_pay(payment_id, actor)
    demand_state(payment, PaymentState.AWAITING_REVIEW)
    payment.state, payment.reason = PaymentState.AWAITING_RECEIPT, reason.strip()[:300]
    payment.save()
    record(actor, "return_receipt", payment, {"reason": payment.reason}, address)
    tell(payment, "payment_receipt_returned")
    return payment


def _masked(values: dict[str, str]) -> dict[str, str]:
    masks = {
        "account_number": mask_bank_card,
        "contact_mobile": mask_mobile,
        "contact_name": mask_name,
    }
    hidden = {name: masks[name](value) for name, value in values.items() if name in masks}
    return {"bank_name": values["bank_name"], **hidden} if "bank_name" in values else hidden
