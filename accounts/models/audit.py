"""The audit log: who did what to what, when, from where. Append-only."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit_labels import action_label


class AuditEntry(models.Model):
    """One line of the audit log. `detail` holds no plain document numbers."""

    at = models.DateTimeField(_("时间"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("操作人"), on_delete=models.PROTECT, null=True
    )
    action = models.CharField(_("动作"), max_length=40)
    subject_type = models.CharField(_("对象类别"), max_length=40, blank=True)
    subject_id = models.CharField(_("对象编号"), max_length=40, blank=True)
    address = models.GenericIPAddressField(_("网络地址"), null=True)
    detail = models.JSONField(_("内容"), default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("审计日志")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="audit_newest"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M:%S} {action_label(self.action)}"
