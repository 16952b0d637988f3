"""Who has read the guide of a call before filing, where its programme demands it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit

from .program import Call


class GuideReading(models.Model):
    """One tick of 已阅读: by whom, for whom, of which edition of the guide, and when."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="guide_readings")
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    """The unit that files; empty where the user files for herself."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("阅读人"),
        on_delete=models.PROTECT,
        related_name="guide_readings",
    )
    edition = models.CharField(_("申报说明版本"), max_length=64)
    """SHA-256 of everything that the guide said."""
    read_at = models.DateTimeField(_("阅读时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("申报说明阅读记录")
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "unit", "edition"],
                condition=Q(unit__isnull=False),
                name="a_unit_reads_an_edition_once",
            ),
            models.UniqueConstraint(
                fields=["call", "user", "edition"],
                condition=Q(unit__isnull=True),
                name="a_person_reads_an_edition_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.unit or self.user}"
