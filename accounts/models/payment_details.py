"""What a unit keeps for being paid: its bank accounts, and whom to ask about a payment."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib import banks
from portal.lib.crypto import EncryptedTextField, keyed_hash
from portal.lib.masking import mask_bank_card, mask_mobile

from .unit import Unit


class BankAccount(models.Model):
    """An account in the unit's own name."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="bank_accounts")
    bank = models.CharField(_("开户银行"), max_length=10, choices=banks.CHOICES)
    branch = models.CharField(_("开户网点"), max_length=60)
    number = EncryptedTextField(_("银行账号"))
    number_hash = models.CharField(max_length=64, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("银行账户")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number_hash"], name="one_bank_account_per_unit_and_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bank_name} {self.masked_number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_hash = keyed_hash(self.number)
        super().save(*args, **kwargs)

    @property
    def bank_name(self) -> str:
        """As it is written on a payment order: 中国工商银行苏州工业园区支行."""
        known = banks.BANKS.get(self.bank, "")
        return self.branch if self.branch.startswith(known) else known + self.branch

    @property
    def masked_number(self) -> str:
        return mask_bank_card(self.number)


class Contact(models.Model):
    """Somebody in the unit who answers for a payment."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("姓名"), max_length=60)
    mobile = EncryptedTextField(_("手机号码"))
    email = models.EmailField(_("电子邮箱"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("联系人")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.masked_mobile}"

    @property
    def masked_mobile(self) -> str:
        return mask_mobile(self.mobile)
