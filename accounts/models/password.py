"""Passwords that staff have had."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PasswordHistory(models.Model):
    """A password that somebody set, as its hash: none of the last comes again too soon."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="password_history"
    )
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("历史密码")
        ordering = ["-set_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.set_at:%Y-%m-%d}"
