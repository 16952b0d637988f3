"""What somebody of a unit has ordered and a worker does; many people submitted at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Unit, User

from .application import Application
from .program import Call


class UnitOrder(models.Model):
    """Work for a unit in one call, done with what rights the one who ordered it has by then."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """Under which a person was acting when she ordered it."""

    class Meta:
        abstract = True

    @property
    def actor(self) -> User:
        """Who ordered it, acting as in the request that did."""
        user: User = self.created_by
        user.acting_under = self.membership_id
        return user


class BatchSubmission(UnitOrder):
    """勾选后【提交审核】 of one unit in one call."""

    address = models.GenericIPAddressField(_("网络地址"), null=True)
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("批量提交")
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(finished_at__isnull=True), name="submission_to_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.created_at:%Y-%m-%d %H:%M}"


class BatchSubmissionRow(models.Model):
    """One person of a batch and the result."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待提交")
        DONE = "done", _("已提交")
        REFUSED = "refused", _("未提交")

    batch = models.ForeignKey(BatchSubmission, on_delete=models.CASCADE, related_name="rows")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("结果"), max_length=10, choices=State.choices, default=State.WAITING)
    refusal = models.CharField(_("说明"), max_length=300, blank=True)
    problems = models.JSONField(default=list)
    """What is missing or wrong, as `rules.completeness.Problem` says it."""

    class Meta:
        verbose_name = verbose_name_plural = _("批量提交明细")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "application"], name="ticked_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.get_state_display()}"
