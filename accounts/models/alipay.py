"""Whose Alipay opens which account."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .user import User


class AlipayAccount(models.Model):
    """An Alipay user who may sign in as one of our persons."""

    user = models.OneToOneField(
        User, verbose_name=_("用户"), on_delete=models.CASCADE, related_name="alipay"
    )
    alipay_user_id = models.CharField(_("支付宝用户号"), max_length=128, unique=True)
    created_at = models.DateTimeField(_("绑定时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("支付宝绑定")

    def __str__(self) -> str:
        return str(self.user)
