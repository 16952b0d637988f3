"""A list taken out of the review desk as a sheet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.stored_file import random_key


class QueueExport(models.Model):
    """One sheet of the filtered list, written in the background for the one who asked."""

    class State(models.TextChoices):
        PENDING = "pending", _("生成中")
        DONE = "done", _("已生成")
        FAILED = "failed", _("生成失败")

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    filters = models.TextField(blank=True)
    """The query string of the list."""
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PENDING)
    file = models.FileField(upload_to=random_key, max_length=120, blank=True)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导出记录")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y%m%d-%H%M%S}"
