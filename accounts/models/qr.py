"""二维码: what a computer shows and a phone takes up."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class QrTicket(models.Model):
    """One code on one screen: good for one purpose, one session, one phone and one use.

    The token stands in the picture only; the row has its hash. A ticket is over when it is used
    or refused, and dead when its time is up.
    """

    class Purpose(models.TextChoices):
        LOG_IN = "log_in", _("扫码登录")
        REAL_PERSON = "real_person", _("实人认证")
        RECEIPT = "receipt", _("拍照上传收据")

    class State(models.TextChoices):
        WAITING = "waiting", _("等待扫码")
        SCANNED = "scanned", _("已扫码")
        CONFIRMED = "confirmed", _("已确认")
        USED = "used", _("已使用")
        REFUSED = "refused", _("未通过")

    OPEN = (State.WAITING, State.SCANNED, State.CONFIRMED)

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(_("用途"), max_length=20, choices=Purpose.choices)
    # What it is about, where one purpose has many: the number of a payment, for its receipt.
    subject = models.CharField(_("事项"), max_length=64, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    session_hash = models.CharField(max_length=64)  # of the browser that shows the code
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
    )  # who is to be verified, or who said yes on the phone
    scanner_hash = models.CharField(max_length=64, blank=True)  # of the phone's session
    browser = models.CharField(_("浏览器"), max_length=200, blank=True)
    address = models.GenericIPAddressField(_("网络地址"), null=True)
    # Of a check under way: the other side's number, and the document it was begun with.
    transaction_id = models.CharField(_("认证流水号"), max_length=128, blank=True)
    id_doc_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("失效时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("二维码")
        indexes = [models.Index(fields=["expires_at"], name="qr_ticket_expiry")]
        constraints = [
            models.UniqueConstraint(
                fields=["transaction_id"],
                condition=~models.Q(transaction_id=""),
                name="one_qr_ticket_per_transaction",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "used"]) | models.Q(user__isnull=False),
                name="a_confirmed_qr_ticket_has_a_user",
            ),
            models.CheckConstraint(
                condition=~models.Q(purpose="receipt")
                | (~models.Q(subject="") & models.Q(user__isnull=False)),
                name="a_qr_ticket_for_a_receipt_says_whose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN and self.expires_at > timezone.now()

    @property
    def time_left(self) -> dt.timedelta:
        return max(self.expires_at - timezone.now(), dt.timedelta())
