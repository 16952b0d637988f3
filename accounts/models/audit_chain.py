"""What makes the audit log tell when somebody has tampered with it, and where its old part went."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from .audit import AuditEntry
from .stored_file import random_key


class AuditLink(models.Model):
    """A line of the audit log in its chain: its hash covers the line and the hash before it.

    Links are made a moment after the lines, by one job at a time, so that nobody who writes a
    line waits for anybody else who does.
    """

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="link")
    position = models.BigIntegerField(_("序号"), unique=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("审计日志链")
        ordering = ["position"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"


class AuditArchive(models.Model):
    """The oldest part of the audit log, as a file; the chain goes on where it ends."""

    file = models.FileField(upload_to=random_key, max_length=120)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("行数"))
    first_at = models.DateTimeField(_("最早时间"))
    last_at = models.DateTimeField(_("最晚时间"))
    last_position = models.BigIntegerField(_("序号"), unique=True)
    last_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审计日志归档")
        ordering = ["last_position"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.first_at:%Y-%m-%d}—{self.last_at:%Y-%m-%d}"
