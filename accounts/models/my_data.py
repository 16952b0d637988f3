"""我的数据: copies that people take of what is stored about them, and what they ask about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .request import ReviewedRequest
from .stored_file import StoredFile, random_key


class DataExport(models.Model):
    """A copy of one account's data, packed in the background, good for a day."""

    class State(models.TextChoices):
        PENDING = "pending", _("生成中")
        DONE = "done", _("可下载")
        FAILED = "failed", _("生成失败")
        EXPIRED = "expired", _("已过期")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="data_exports"
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PENDING)
    file = models.FileField(upload_to=random_key, max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("字节数"), default=0)
    created_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("有效期至"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("个人数据副本")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="pending"), name="one_pending_export_per_user"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(file="") & Q(expires_at__isnull=False)),
                name="a_finished_export_has_a_file_and_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.created_at):%Y%m%d-%H%M%S}"


class DataRequest(ReviewedRequest):
    """Somebody asks to have data corrected that she cannot change, or her account erased."""

    class Kind(models.TextChoices):
        CORRECT = "correct", _("更正信息")
        ERASE = "erase", _("注销账号并删除信息")

    kind = models.CharField(_("申请事项"), max_length=10, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        on_delete=models.PROTECT,
        related_name="data_requests",
    )
    reason = models.CharField(_("申请说明"), max_length=300)
    outcome = models.JSONField(_("处理结果"), default=dict)
    """Of an erasure: how many things were erased, and how many filings are kept, stored only."""

    class Meta(ReviewedRequest.Meta):
        verbose_name = verbose_name_plural = _("个人信息申请")
        constraints = [
            *ReviewedRequest.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(state="pending"),
                name="one_pending_data_request_per_kind",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_data_request_has_a_reason"),
        ]


class DataRequestAttachment(StoredFile):
    """Proof for a request, such as a corrected certificate."""

    data_request = models.ForeignKey(
        DataRequest, on_delete=models.CASCADE, related_name="attachments"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("个人信息申请材料")
        ordering = ["pk"]
