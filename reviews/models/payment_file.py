"""Files to the bank, and what the bank answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.stored_file import random_key
from portal.lib import banks


class PaymentFile(models.Model):
    """The payments handed to one bank at once. Which they are stands in each payment."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"

    number = models.CharField(_("文件编号"), max_length=40, unique=True)
    bank = models.CharField(_("银行"), max_length=10, choices=banks.CHOICES)
    format = models.CharField(_("格式"), max_length=4, choices=Format.choices)
    file = models.FileField(upload_to=random_key, max_length=120)
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField(_("笔数"))
    total = models.DecimalField(_("金额"), max_digits=16, decimal_places=2)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导出人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("导出时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("付款文件")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class BankResult(models.Model):
    """One file of results from a bank, row by row as it was taken."""

    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    paid = models.PositiveIntegerField(_("付款成功"), default=0)
    failed = models.PositiveIntegerField(_("付款失败"), default=0)
    refused = models.JSONField(_("未采用的行"), default=list)
    """[row as a spreadsheet counts, number, why] of each row that was not taken."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导入人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("导入时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("银行回单导入")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
