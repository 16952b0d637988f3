"""法人库: what the register of legal persons says, as far as it was handed to us."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalEntity(models.Model):
    """A company or institution that exists in law, whether or not it has registered here."""

    uscc = models.CharField(_("统一社会信用代码"), max_length=18, primary_key=True)
    name = models.CharField(_("单位名称"), max_length=100)
    is_active = models.BooleanField(_("存续"), default=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("法人库")
        ordering = ["uscc"]

    def __str__(self) -> str:
        return self.name
