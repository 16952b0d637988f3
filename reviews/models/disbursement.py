"""资金拨付: batches, one payment for each payee of a batch, and what each payment is for."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import District, Unit
from portal.lib import banks
from portal.lib.crypto import EncryptedTextField
from portal.lib.masking import mask_bank_card, mask_mobile
from portal.lib.money import chinese_amount
from programs.models import Application, Call

from .payment_file import PaymentFile


class PaymentState(models.TextChoices):
    """Where a payment stands."""

    PLANNED = "planned", _("准备中")
    AWAITING_CONFIRMATION = "awaiting_confirmation", _("待确认信息")
    AWAITING_RECEIPT = "awaiting_receipt", _("待上传收据")
    AWAITING_REVIEW = "awaiting_review", _("待财务审核")
    READY = "ready", _("待付款")
    EXPORTED = "exported", _("已导出")
    PAID = "paid", _("已付款")
    FAILED = "failed", _("付款失败")


_S = PaymentState
#: From each state, those that may follow. A trigger refuses every other change.
MOVES: dict[PaymentState, tuple[PaymentState, ...]] = {
    _S.PLANNED: (_S.AWAITING_CONFIRMATION, _S.READY),
    _S.AWAITING_CONFIRMATION: (_S.AWAITING_RECEIPT, _S.READY),
    # Another account or contact: the receipt is void and has to be printed again.
    _S.AWAITING_RECEIPT: (_S.AWAITING_REVIEW, _S.AWAITING_CONFIRMATION),
    _S.AWAITING_REVIEW: (_S.READY, _S.AWAITING_RECEIPT),
    _S.READY: (_S.EXPORTED,),
    _S.EXPORTED: (_S.PAID, _S.FAILED),
    _S.FAILED: (_S.READY, _S.AWAITING_CONFIRMATION),
    _S.PAID: (),
}
#: The payee may choose another account or contact here.
CONFIRMABLE = frozenset({_S.AWAITING_CONFIRMATION, _S.AWAITING_RECEIPT, _S.FAILED})
#: On its way to the bank, or there.
COMMITTED = frozenset({_S.READY, _S.EXPORTED, _S.PAID, _S.FAILED})
SENT = frozenset({_S.EXPORTED, _S.PAID, _S.FAILED})


def _illegal_move() -> pgtrigger.Condition:
    pairs = sorted((a.value, b.value) for a, following in MOVES.items() for b in following)
    allowed = ", ".join(f"('{a}', '{b}')" for a, b in pairs)
    return pgtrigger.Condition(
        "OLD.state IS DISTINCT FROM NEW.state"
        f" AND (OLD.state::text, NEW.state::text) NOT IN ({allowed})"
    )


class DisbursementBatch(models.Model):
    """What of a call is paid together: one instalment, of the whole city or of a district."""

    class State(models.TextChoices):
        DUE = "due", _("待启动")
        RUNNING = "running", _("启动中")
        STARTED = "started", _("已启动")

    number = models.CharField(_("批次编号"), max_length=40, unique=True)
    call = models.ForeignKey(
        Call, verbose_name=_("申报批次"), on_delete=models.PROTECT, related_name="disbursements"
    )
    instalment = models.PositiveSmallIntegerField(_("期次"), default=1)
    district = models.ForeignKey(
        District,
        verbose_name=_("区域"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("全市留空"),
    )
    due_on = models.DateField(_("应拨日期"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DUE)
    total = models.DecimalField(_("拨付总额"), max_digits=16, decimal_places=2, default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("启动人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    started_at = models.DateTimeField(_("启动时间"), null=True)
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("拨付批次")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "instalment", "district"],
                condition=Q(state="due"),
                name="one_batch_due_per_instalment",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state="due") | Q(started_by__isnull=False, started_at__isnull=False),
                name="a_started_disbursement_names_who",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="running"), name="disbursement_to_open")
        ]

    def __str__(self) -> str:
        return self.number


class Payment(models.Model):
    """The money of one payee of a batch. Account and contact are kept as they were confirmed."""

    State = PaymentState

    number = models.CharField(_("拨付编号"), max_length=40, unique=True)
    batch = models.ForeignKey(
        DisbursementBatch,
        verbose_name=_("拨付批次"),
        on_delete=models.PROTECT,
        related_name="payments",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.PROTECT, null=True, related_name="payments"
    )
    """The unit that is paid, or that filed for the person who is; none where she filed herself."""
    to_person = models.BooleanField(_("拨付给个人"), default=False)
    payee_name = models.CharField(_("收款人"), max_length=100)
    district = models.ForeignKey(
        District, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="+"
    )
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)
    state = models.CharField(
        _("状态"), max_length=24, choices=PaymentState.choices, default=PaymentState.PLANNED
    )
    bank = models.CharField(_("银行"), max_length=10, choices=banks.CHOICES, blank=True)
    bank_name = models.CharField(_("开户银行"), max_length=100, blank=True)
    account_number = EncryptedTextField(_("银行账号"), blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_mobile = EncryptedTextField(_("联系人手机"), blank=True)
    contact_email = models.EmailField(_("联系人邮箱"), blank=True)
    reason = models.CharField(_("退回或失败原因"), max_length=300, blank=True)
    file = models.ForeignKey(
        PaymentFile,
        verbose_name=_("付款文件"),
        on_delete=models.PROTECT,
        null=True,
        related_name="payments",
    )
    paid_on = models.DateField(_("付款日期"), null=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("拨付单")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["unit", "-id"], name="payment_of_unit"),
            models.Index(fields=["state", "-id"], name="payment_by_state"),
            models.Index(fields=["district", "state", "-id"], name="payment_in_district"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "unit"],
                condition=Q(to_person=False),
                name="one_payment_per_unit_and_batch",
            ),
            models.CheckConstraint(
                condition=Q(to_person=True) | Q(unit__isnull=False), name="a_payment_has_a_payee"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_positive"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(COMMITTED - {_S.FAILED})) | ~Q(bank=""),
                name="a_payment_to_the_bank_has_an_account",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(SENT)) | Q(file__isnull=False),
                name="a_payment_at_the_bank_stands_in_a_file",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False)
                | (~Q(state="paid") & Q(paid_on__isnull=True)),
                name="what_is_paid_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(reason=""), name="a_failure_has_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="payment_moves", operation=pgtrigger.Update, condition=_illegal_move()
            ),
            pgtrigger.Protect(
                name="payment_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("amount", "batch", "unit", "payee_name"),
            ),
            pgtrigger.Protect(name="payment_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def amount_in_words(self) -> str:
        return chinese_amount(self.amount)

    @property
    def masked_account(self) -> str:
        return mask_bank_card(self.account_number)

    @property
    def masked_mobile(self) -> str:
        return mask_mobile(self.contact_mobile)

    @property
    def is_confirmable(self) -> bool:
        return self.state in CONFIRMABLE


class PaymentLine(models.Model):
    """What a payment is for. One instalment of one application stands in one payment, ever."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="lines")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="payment_lines"
    )
    instalment = models.PositiveSmallIntegerField(_("期次"))
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("拨付明细")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "instalment"], name="an_instalment_is_paid_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_line_is_positive"),
        ]
        triggers = [
            pgtrigger.Protect(name="line_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.instalment}"
