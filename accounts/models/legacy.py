"""历史申报: what the earlier system knew, imported, and found again by whoever it belongs to.

Nothing here can be changed by its owners. A unit gets its rows when it first signs in through the
provincial service network, which vouches for its USCC; a person sees the rows of her document once
an outside system has vouched for it. What somebody merely typed opens nothing.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.crypto import EncryptedTextField

from .place import Office
from .unit import Unit


class LegacyUnit(models.Model):
    """A unit's registration in the earlier system."""

    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    name = models.CharField(_("单位名称"), max_length=100)
    reviewing_office = models.ForeignKey(
        Office, verbose_name=_("所属主管部门"), on_delete=models.PROTECT, related_name="+"
    )
    unit = models.OneToOneField(
        Unit,
        verbose_name=_("已归入的单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="legacy",
    )

    class Meta:
        verbose_name = verbose_name_plural = _("原系统单位")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class LegacyFiling(models.Model):
    """What somebody filed in the earlier system, and how it ended."""

    full_name = models.CharField(_("姓名"), max_length=60)
    id_doc_number = EncryptedTextField(_("证件号码"))
    id_doc_hash = models.CharField(max_length=64, db_index=True)
    programme = models.CharField(_("申报项目"), max_length=100)
    year = models.PositiveSmallIntegerField(_("年度"))
    level = models.CharField(_("认定层次"), max_length=40, blank=True)
    status = models.CharField(_("办理结果"), max_length=40)
    granted_on = models.DateField(_("认定日期"), null=True, blank=True)
    legacy_unit = models.ForeignKey(
        LegacyUnit,
        verbose_name=_("申报单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
    )

    class Meta:
        verbose_name = verbose_name_plural = _("历史申报")
        ordering = ["-year", "programme", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["id_doc_hash", "programme", "year"],
                name="one_legacy_filing_per_person_programme_and_year",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="a_legacy_filing_has_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.year}"
