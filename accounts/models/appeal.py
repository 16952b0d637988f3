"""用户申诉: somebody's phone or document is bound to an account that is not theirs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.crypto import EncryptedTextField
from portal.lib.identifiers import IdDocType

from .request import ReviewedRequest
from .stored_file import StoredFile
from .user import User


class Appeal(ReviewedRequest):
    """A claim to a phone or a document. Approval moves the binding to the appellant's account.

    `phone` has been proved by a code, the document by the attachments.
    """

    class Claim(models.TextChoices):
        PHONE = "phone", _("手机号被他人占用")
        DOCUMENT = "document", _("证件号码被他人占用")

    # Staff accounts are corrected by the system administrator.
    ACCOUNT_KINDS = tuple(
        (kind.value, kind.label) for kind in (User.Kind.PERSON, User.Kind.ENTERPRISE)
    )

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

    class Meta(ReviewedRequest.Meta):
        verbose_name = verbose_name_plural = _("用户申诉")
        constraints = [
            *ReviewedRequest.Meta.constraints,
            models.UniqueConstraint(
                fields=["claim", "account_kind", "phone", "id_doc_hash"],
                condition=Q(state="pending"),
                name="one_pending_appeal_per_claim",
            ),
        ]


class AppealAttachment(StoredFile):
    """Proof for an appeal."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="attachments")

    class Meta:
        verbose_name = verbose_name_plural = _("申诉材料")
        ordering = ["pk"]
