"""What an operator may be allowed to do for a unit, item by item."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.language import in_language

from .membership import Membership


class Business(models.Model):
    """One item of 可经办业务: a service by its name, or a programme (its code is the slug)."""

    code = models.CharField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("事项名称"), max_length=100)
    name_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("业务事项")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        """In the visitor's language; records use `name`."""
        return in_language(self.name, self.name_en)


class BusinessGrant(models.Model):
    """An item that an operator may do for the unit."""

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="business_grants"
    )
    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="grants")

    class Meta:
        verbose_name = verbose_name_plural = _("业务授权")
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "business"], name="one_grant_per_membership_and_business"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.business}"
