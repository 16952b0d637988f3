"""行政区划: provinces, cities, districts and counties of the country (GB/T 2260)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AdministrativeDivision(models.Model):
    """A province, city or district. Abolished ones stay, switched off: old files name them.

    Not to be mixed up with `District`, one of the portal's own city.
    """

    class Level(models.IntegerChoices):
        PROVINCE = 1, _("省级")
        CITY = 2, _("市级")
        DISTRICT = 3, _("县级")

    code = models.CharField(_("区划代码"), max_length=6, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        on_delete=models.PROTECT,
        null=True,
        related_name="children",
    )
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level.choices)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("行政区划")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True)
                | Q(level__in=[2, 3], parent__isnull=False),
                name="only_provinces_have_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name
