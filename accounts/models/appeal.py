"""用户申诉: somebody's phone or document is bound to an account that is not theirs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.crypto import EncryptedTextField
from portal.lib.identifiers import IdDocType

from .stored_file import StoredFile
from .user import User


class Appeal(models.Model):
    """A claim to a phone or a document. Approval moves the binding to the appellant's account.

    `phone` has been proved by a code, the document by the attachments.
    """

    class Claim(models.TextChoices):
        PHONE = "phone", _("手机号被他人占用")
        DOCUMENT = "document", _("证件号码被他人占用")

    class State(models.TextChoices):
        PENDING = "pending", _("待审核")
        APPROVED = "approved", _("已通过")
        REFUSED = "refused", _("未通过")

    # Staff accounts are corrected by the system administrator.
    ACCOUNT_KINDS = tuple(
        (kind.value, kind.label) for kind in (User.Kind.PERSON, User.Kind.ENTERPRISE)
    )

    number = models.CharField(_("申诉编号"), max_length=40, unique=True)
    claim = models.CharField(_("申诉事项"), max_length=10, choices=Claim.choices)
    account_kind = models.CharField(
        _("账号类别"),
        max_length=10,
        choices=ACCOUNT_KINDS,
        default=User.Kind.PERSON,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申诉人账号"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals",
        help_text=_("申诉时已登录的账号；未登录则为空"),
    )
    full_name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("手机号"), max_length=11)
    id_doc_type = models.CharField(_("证件类型"), max_length=20, choices=IdDocType.choices)
    id_doc_number = EncryptedTextField(_("证件号码"))
    id_doc_hash = models.CharField(max_length=64)
    reason = models.CharField(_("情况说明"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PENDING)
    opinion = models.CharField(_("审核意见"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("用户申诉")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "-created_at"], name="appeal_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "account_kind", "phone", "id_doc_hash"],
                condition=Q(state="pending"),
                name="one_pending_appeal_per_claim",
            ),
            models.CheckConstraint(
                condition=Q(state="pending")
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="a_decided_appeal_names_its_judge",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(opinion=""),
                name="a_refused_appeal_has_an_opinion",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AppealAttachment(StoredFile):
    """Proof for an appeal."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="attachments")

    class Meta:
        verbose_name = verbose_name_plural = _("申诉材料")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
