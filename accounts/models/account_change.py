"""账号变更: a company hands its account, or its administrator's, to somebody new."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .membership import Membership
from .request import ReviewedRequest
from .stored_file import StoredFile


class AccountChange(ReviewedRequest):
    """Asked for by a visitor who holds the new phone; the company's word is in the proofs.

    Nothing here points at the unit: a visitor must not learn whether there is one. `password` is
    hashed, and forgotten with the decision.
    """

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", _("企业账号变更")
        ADMIN = "admin", _("管理员变更")

    #: Kind → the role in the unit that moves.
    ROLES = {
        Kind.ENTERPRISE: Membership.Role.LEGAL_REPRESENTATIVE,
        Kind.ADMIN: Membership.Role.ADMIN,
    }

    kind = models.CharField(_("变更类别"), max_length=10, choices=Kind.choices)
    unit_name = models.CharField(_("单位名称"), max_length=100)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, db_index=True)
    old_account = models.CharField(_("旧账号"), max_length=150, blank=True)
    phone = models.CharField(_("新账号（手机号）"), max_length=11)
    password = models.CharField(max_length=128, blank=True, editable=False)
    contact_name = models.CharField(_("新账号持有人"), max_length=60)
    holders_told_at = models.DateTimeField(_("告知现持有人时间"), null=True, editable=False)
    """When it was looked up, after the answer to the visitor, whom in the unit to tell."""

    class Meta(ReviewedRequest.Meta):
        verbose_name = verbose_name_plural = _("账号变更")
        constraints = [
            *ReviewedRequest.Meta.constraints,
            models.UniqueConstraint(
                fields=["phone"],
                condition=Q(state="pending"),
                name="one_pending_account_change_per_phone",
            ),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(password=""),
                name="a_decided_account_change_keeps_no_password",
            ),
        ]

    @property
    def role(self) -> Membership.Role:
        return self.ROLES[self.Kind(self.kind)]


class AccountChangeAttachment(StoredFile):
    """账号变更证明."""

    account_change = models.ForeignKey(
        AccountChange, on_delete=models.CASCADE, related_name="attachments"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("账号变更证明")
        ordering = ["pk"]
