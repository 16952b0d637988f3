"""One-time codes sent to a phone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VerificationCode(models.Model):
    """A code bound to one phone and one purpose; only its keyed hash is kept."""

    class Purpose(models.TextChoices):
        SIGN_UP = "sign_up", _("注册")
        LOG_IN = "log_in", _("登录")
        RESET_PASSWORD = "reset_password", _("重置密码")
        CHANGE_PHONE = "change_phone", _("更换手机号")
        APPEAL = "appeal", _("用户申诉")
        ACCOUNT_CHANGE = "account_change", _("账号变更")
        CONFIRM = "confirm", _("身份确认")
        OBJECTION = "objection", _("公示异议")

    phone = models.CharField(max_length=11)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    code_hash = models.CharField(max_length=64)
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("短信验证码")
        indexes = [
            models.Index(fields=["phone", "purpose", "-created_at"], name="code_by_phone"),
            models.Index(fields=["address", "-created_at"], name="code_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.created_at:%Y-%m-%d %H:%M}"
