"""What people are told, and each message on its way to them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.crypto import EncryptedTextField

from .reference import new_version
from .unit import Unit


class Channel(models.TextChoices):
    SMS = "sms", _("短信")
    EMAIL = "email", _("邮件")


class NotificationTemplate(models.Model):
    """The wording of one kind of notification on one channel, editable by staff."""

    class Medium(models.TextChoices):
        INBOX = "inbox", _("站内信")
        SMS = "sms", _("短信")
        EMAIL = "email", _("邮件")

    kind = models.CharField(_("事件"), max_length=40)
    medium = models.CharField(_("方式"), max_length=10, choices=Medium.choices)
    subject = models.CharField(_("标题"), max_length=120, blank=True)
    body = models.TextField(_("正文"))
    gateway_code = models.CharField(
        _("短信平台模板编号"), max_length=40, blank=True, help_text=_("阿里云或腾讯云的模板编号")
    )
    is_active = models.BooleanField(_("启用"), default=True)
    updated_at = models.DateTimeField(_("修改时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("通知模板")
        ordering = ["kind", "medium"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "medium"], name="one_template_per_medium")
        ]
        triggers = [new_version()]

    def __str__(self) -> str:
        return f"{self.kind} · {self.get_medium_display()}"


class Notification(models.Model):
    """One thing told to one user; shown in the inbox, and carried by its deliveries."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("单位"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        help_text=_("告知的是该单位的事务；本人的事务留空"),
    )
    kind = models.CharField(_("事件"), max_length=40)
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"))
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("通知")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notification_inbox"),
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One SMS or e-mail. Written in the transaction of the change; Celery only carries it out."""

    class State(models.TextChoices):
        QUEUED = "queued", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    channel = models.CharField(_("方式"), max_length=10, choices=Channel.choices)
    kind = models.CharField(_("事件"), max_length=40)
    address = EncryptedTextField(_("接收地址"))
    address_hash = models.CharField(max_length=64, blank=True, db_index=True)
    subject = models.CharField(_("标题"), max_length=120, blank=True)
    body = EncryptedTextField(_("正文"))
    gateway_code = models.CharField(max_length=40, blank=True)
    parameters = EncryptedTextField(blank=True, default="")
    gather_key = models.CharField(max_length=120, blank=True)
    """While the message waits, others of the same key join it instead of being sent too."""
    context = models.JSONField(default=dict)
    """What those that join have in common; fills the wording for many when it is sent."""
    count = models.PositiveIntegerField(_("合并件数"), default=1)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    due_at = models.DateTimeField(_("下次发送"))
    """When to look at it next: to send it, or to find out what became of it."""
    claimed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    """Never sent after this; None for messages that stay true."""
    created_at = models.DateTimeField(_("产生时间"), auto_now_add=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True)
    gateway_reference = models.CharField(_("平台回执"), max_length=80, blank=True)
    resend_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="resends"
    )
    """The delivery that staff had sent once more."""

    class Meta:
        verbose_name = verbose_name_plural = _("发送记录")
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="delivery_due",
            ),
            models.Index(fields=["-created_at"], name="delivery_newest"),
            models.Index(
                fields=["gather_key"],
                condition=Q(state="queued") & ~Q(gather_key=""),
                name="delivery_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_has_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.kind} {self.created_at:%m-%d %H:%M}"


class DeliveryAttempt(models.Model):
    """One try to hand a delivery to its gateway, and what the gateway said."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField(auto_now_add=True)
    gateway = models.CharField(_("通道"), max_length=20)
    succeeded = models.BooleanField(_("成功"))
    message = models.CharField(_("结果"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("发送尝试")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%m-%d %H:%M:%S} {self.message}"
