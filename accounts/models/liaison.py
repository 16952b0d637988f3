"""单位联络员: whom the offices call."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .unit import Unit


class Liaison(models.Model):
    """The person in a unit who answers for its dealings with the portal."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="liaison")
    name = models.CharField(_("姓名"), max_length=60)
    mobile = models.CharField(_("移动电话"), max_length=11)
    department = models.CharField(_("所在部门"), max_length=60, blank=True)
    position = models.CharField(_("职务"), max_length=60, blank=True)
    telephone = models.CharField(_("办公电话"), max_length=20, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("单位联络员")

    def __str__(self) -> str:
        return f"{self.unit} · {self.name}"
