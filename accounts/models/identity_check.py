"""认证: what outside systems have vouched for about a person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentityCheck(models.Model):
    """An outside system, or staff at the counter, found that somebody is who the document says.

    Nothing of the check itself is kept, no picture and no reading of a face: only who checked,
    under which transaction, and when. A check speaks for the document it was made with, so it
    says nothing any more once the account has another document.
    """

    class Kind(models.TextChoices):
        REAL_NAME = "real_name", _("实名认证")
        REAL_PERSON = "real_person", _("实人认证")

    class Provider(models.TextChoices):
        ALIPAY = "alipay", _("支付宝")
        GOVERNMENT = "government", _("江苏政务服务网")
        COUNTER = "counter", _("窗口核验")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.PROTECT,
        related_name="identity_checks",
    )
    kind = models.CharField(_("认证类别"), max_length=20, choices=Kind.choices)
    provider = models.CharField(_("认证渠道"), max_length=20, choices=Provider.choices)
    transaction_id = models.CharField(_("认证流水号"), max_length=128, unique=True)
    id_doc_hash = models.CharField(max_length=64)
    passed_at = models.DateTimeField(_("通过时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("身份认证")
        ordering = ["-passed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["real_name", "real_person"]),
                name="an_identity_check_has_a_known_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(transaction_id="") & ~models.Q(id_doc_hash=""),
                name="an_identity_check_can_be_traced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.passed_at:%Y-%m-%d}"
