"""What a call brings along: files to download, and what each district may spend."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import District, StoredFile

from .application import Application
from .program import Call


class CallFile(StoredFile):
    """A file that managers give out: an attachment of the notice, or the template of a slot.

    Public as soon as its call is published.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="files")
    part = models.CharField(max_length=6, choices=Application.Part.choices, blank=True)
    slot = models.CharField(max_length=40, blank=True)
    """The slot whose template it is, in the form of `part`; empty for an attachment."""

    class Meta:
        verbose_name = verbose_name_plural = _("通知附件与模板")
        ordering = ["call", "part", "slot", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "part", "slot"],
                condition=~Q(slot=""),
                name="one_template_per_slot",
            ),
            models.CheckConstraint(
                condition=Q(part="", slot="") | (~Q(part="") & ~Q(slot="")),
                name="a_slot_belongs_to_a_part",
            ),
        ]

    @property
    def place(self) -> str:
        """Where it belongs, as the form says it: empty, or part and slot."""
        return f"{self.part}:{self.slot}" if self.slot else ""


class DistrictBudget(models.Model):
    """How much of a call's money a district may spend."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="district_budgets")
    district = models.ForeignKey(
        District, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="+"
    )
    amount = models.DecimalField(_("分区预算（元）"), max_digits=16, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("分区预算")
        ordering = ["call", "district__position"]
        constraints = [
            models.UniqueConstraint(fields=["call", "district"], name="one_budget_per_district"),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="a_district_budget_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.amount}"
