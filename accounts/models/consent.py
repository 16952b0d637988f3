"""Consents: what somebody has agreed to, under which edition of the privacy notice."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """One tick, with its time and place. What is withdrawn stays on record and counts no more."""

    class Purpose(models.TextChoices):
        PRIVACY_NOTICE = "privacy_notice", _("个人信息处理告知书")
        PUBLIC_NOTICE = "public_notice", _("公示姓名、单位和项目")
        BANK_ACCOUNT = "bank_account", _("收集银行账户信息")
        FACE_CHECK = "face_check", _("由认证机构核验人脸")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.PROTECT,
        related_name="consents",
    )
    purpose = models.CharField(_("同意事项"), max_length=20, choices=Purpose.choices)
    edition = models.CharField(_("告知书版本"), max_length=20)
    given_at = models.DateTimeField(_("同意时间"), auto_now_add=True)
    address = models.GenericIPAddressField(_("网络地址"), null=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("同意记录")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose", "edition"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_consent_per_purpose",
            ),
            models.CheckConstraint(
                condition=Q(
                    purpose__in=["privacy_notice", "public_notice", "bank_account", "face_check"]
                ),
                name="a_consent_has_a_known_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="a_consent_is_withdrawn_after_it_was_given",
            ),
            models.CheckConstraint(condition=~Q(edition=""), name="a_consent_names_its_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.edition}"
