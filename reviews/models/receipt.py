"""What a unit hands in for a payment: 在职证明, and the photo of the sealed receipt."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.stored_file import StoredFile
from portal.lib.photos.mark import Mark

from .disbursement import Payment


class EmploymentProof(StoredFile):
    """A 在职证明 for the people of a payment, and the day it was made out."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="employment_proofs")
    issued_on = models.DateField(_("出具日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("在职证明")
        ordering = ["-pk"]


class Receipt(models.Model):
    """One printing of a payment's receipt. It is void once account or contact have changed."""

    class State(models.TextChoices):
        VALID = "valid", _("有效")
        VOID = "void", _("已作废")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(_("收据编号"), max_length=32)
    version = models.PositiveSmallIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.VALID)
    content = models.JSONField(default=dict)
    """What is printed; the same content draws the same paper."""
    created_at = models.DateTimeField(_("打印时间"), auto_now_add=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("收据")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="receipt_version_is_unique"),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(state="valid"), name="one_valid_receipt_per_payment"
            ),
            models.CheckConstraint(
                condition=Q(state="void", voided_at__isnull=False)
                | Q(state="valid", voided_at__isnull=True),
                name="a_void_receipt_has_a_time",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="receipt_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("content", "number", "version", "payment"),
            ),
            pgtrigger.Protect(
                name="void_stays_void",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'void' AND NEW.state <> 'void'"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"

    @property
    def mark(self) -> Mark:
        """What its own code says."""
        return Mark(number=self.number, version=self.version)


class ReceiptPhoto(StoredFile):
    """A photo of the sealed receipt, straightened, with what was seen in it."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="photos")
    checks = models.JSONField(_("自动检查"), default=dict)
    """What was found: {"sharp": bool, "seal": bool, …}; a hint for who looks at it."""
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    """When the unit confirmed that everything can be read; until then it may be taken again."""

    class Meta:
        verbose_name = verbose_name_plural = _("收据照片")
        ordering = ["-pk"]
