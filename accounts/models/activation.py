"""One-time codes that open a new account for the first time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .membership import Membership


class Activation(models.Model):
    """Sent to somebody whose account has no password yet; only its keyed hash is kept.

    Whoever has it chooses the password, and it is good for nothing after that.
    """

    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, related_name="activation"
    )
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("账号激活码")

    def __str__(self) -> str:
        return f"{self.membership} {self.expires_at:%Y-%m-%d}"
