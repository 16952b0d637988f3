"""Who may come in by an outside system, and as which of our accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .user import User


class ExternalIdentity(models.Model):
    """An account elsewhere (`subject` of `issuer`) whose holder may sign in as a user of ours."""

    user = models.ForeignKey(
        User,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        related_name="external_identities",
    )
    issuer = models.CharField(_("来源"), max_length=200)
    subject = models.CharField(_("来源用户号"), max_length=255)
    created_at = models.DateTimeField(_("绑定时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("外部账号绑定")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="one_user_per_external_identity"
            ),
            models.UniqueConstraint(
                fields=["user", "issuer"], name="one_external_identity_per_user_and_issuer"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
