"""The public holidays of a year, entered when the State Council has announced them."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .reference import new_version


class HolidayYear(models.Model):
    """One year's days off and weekend days worked; it stands before what our file says of it."""

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    off = models.JSONField(_("放假"), default=list)
    """First and last day of each holiday, as ISO dates."""
    worked = models.JSONField(_("调休上班"), default=list)
    source = models.CharField(_("依据"), max_length=100, blank=True, help_text=_("通知的文号"))

    class Meta:
        verbose_name = verbose_name_plural = _("节假日安排")
        ordering = ["-year"]
        triggers = [new_version()]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def days(self) -> dict[str, Any]:
        """As `portal.lib.dates` reads it."""
        day = dt.date.fromisoformat
        off = [(day(first), day(last)) for first, last in self.off]
        return {"off": off, "worked": [day(each) for each in self.worked]}
