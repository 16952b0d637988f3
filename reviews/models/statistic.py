"""Figures of a call: the call as its statistics, and what was counted of a large one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models import Call


class Statistic(Call):
    """A call as the list of statistics shows it; never written through this model."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = _("项目统计")
        default_permissions = ()


class CallCount(models.Model):
    """What was counted last of a call that has too many applications to count at each look."""

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="count")
    content = models.JSONField()
    """See `reviews.queries.statistics.count`."""
    counted_at = models.DateTimeField(_("统计时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("统计结果")

    def __str__(self) -> str:
        return f"{self.call_id} {self.counted_at:%Y-%m-%d %H:%M}"
