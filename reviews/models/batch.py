"""Many decisions taken at once: what was chosen, and what became of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Application
from programs.states import Action


class BatchDecision(models.Model):
    """One decision for many applications.

    Prepared when rows are ticked, started when the reviewer has seen what will and will not apply.
    """

    class Verb(models.TextChoices):
        APPROVE = Action.APPROVE.value, _("批量通过")
        RETURN = Action.RETURN.value, _("批量退回修改")

    class State(models.TextChoices):
        PREPARED = "prepared", _("待确认")
        RUNNING = "running", _("办理中")
        DONE = "done", _("已办结")

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(_("动作"), max_length=10, choices=Verb.choices)
    opinion = models.TextField(_("统一审核意见"), blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.PREPARED
    )
    filters = models.TextField(blank=True)
    """The query string of the list it was chosen from, to return to it."""
    address = models.GenericIPAddressField(_("网络地址"), null=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("批量办理")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="running"), name="batch_to_finish")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="prepared") | Q(started_at__isnull=False),
                name="a_started_batch_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(verb="return") | Q(state="prepared") | ~Q(opinion=""),
                name="a_batch_return_has_an_opinion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.created_at:%Y-%m-%d %H:%M}"


class BatchItem(models.Model):
    """One application of a batch, the stage in which it was chosen, and the result."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待办理")
        DONE = "done", _("成功")
        REFUSED = "refused", _("未办理")

    batch = models.ForeignKey(BatchDecision, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("结果"), max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    amount = models.DecimalField(_("拟定金额"), max_digits=14, decimal_places=2, null=True)
    """What a ranking gives; None where the amount stays as it was reckoned."""
    ground = models.CharField(_("排名"), max_length=100, blank=True)
    """The place that it is given for."""
    tried = models.BooleanField(default=False)
    """Whether the decision was attempted; a row refused in the preview never was."""

    class Meta:
        verbose_name = verbose_name_plural = _("批量办理明细")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "application"], name="once_in_a_batch")
        ]
        indexes = [
            models.Index(
                fields=["batch", "id"], condition=Q(state="waiting"), name="batch_item_to_do"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.get_state_display()}"
