"""Documents that we render: receipts, award notices, certificates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.stored_file import random_key
from portal.lib.dates import today

from .application import Application

CURRENT = ("pending", "valid")


class Document(models.Model):
    """One rendered document. A newer version supersedes it; its token then answers 已失效."""

    class Kind(models.TextChoices):
        ACCEPTANCE_RECEIPT = "acceptance_receipt", _("受理回执")
        AWARD_NOTICE = "award_notice", _("奖励认定通知")
        CERTIFICATE = "certificate", _("证书")

    class State(models.TextChoices):
        PENDING = "pending", _("生成中")
        VALID = "valid", _("有效")
        SUPERSEDED = "superseded", _("已失效（有新版本）")
        REVOKED = "revoked", _("已撤销")

    application = models.ForeignKey(
        Application,
        verbose_name=_("申报件"),
        on_delete=models.PROTECT,
        related_name="documents",
    )
    kind = models.CharField(_("种类"), max_length=30, choices=Kind.choices)
    number = models.CharField(_("文号"), max_length=40)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    content = models.JSONField(default=dict)
    """What is printed, frozen when the document was ordered (masked or encrypted)."""
    token = models.CharField(max_length=43, unique=True)
    code = models.CharField(_("验证码"), max_length=20, unique=True)
    file = models.FileField(upload_to=random_key, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.PENDING)
    issued_at = models.DateTimeField(_("出具时间"), auto_now_add=True)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    rendered_at = models.DateTimeField(_("生成时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("文书")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "version"], name="document_version_is_unique"
            ),
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(state__in=CURRENT),
                name="one_current_document_per_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state="valid") | ~Q(sha256=""), name="a_valid_document_is_rendered"
            ),
        ]
        indexes = [
            models.Index(
                fields=["issued_at"], condition=Q(state="pending"), name="document_to_render"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def title(self) -> str:
        """What it is called; a notice by the programme's word for its money."""
        if self.kind == self.Kind.AWARD_NOTICE:
            return str(self.application.definition.policy.notice_title)
        return self.get_kind_display()

    @property
    def is_current(self) -> bool:
        """Whether it counts today, or will as soon as it is drawn."""
        return self.state in CURRENT

    @property
    def is_expired(self) -> bool:
        return self.valid_until is not None and self.valid_until < today()
