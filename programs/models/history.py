"""What happened to an application. Append-only."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from programs.states import Action, State

from .application import Application

_APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Transition(models.Model):
    """One change of state: who, when, from, to, opinion, network address."""

    application = models.ForeignKey(
        Application,
        verbose_name=_("申报件"),
        on_delete=models.PROTECT,
        related_name="transitions",
    )
    action = models.CharField(_("动作"), max_length=24, choices=Action.choices)
    from_state = models.CharField(_("原状态"), max_length=24, choices=State.choices)
    to_state = models.CharField(_("新状态"), max_length=24, choices=State.choices)
    stage = models.CharField(_("环节"), max_length=40, blank=True)
    """Key of the stage in which the action was taken; empty for a submission."""
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("办理人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    """None means the system itself."""
    office = models.ForeignKey(
        Office, verbose_name=_("机构"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    comment = models.TextField(_("意见"), blank=True)
    address = models.GenericIPAddressField(_("网络地址"), null=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("办理记录")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["actor", "-at"], name="transition_by_actor")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action__in=["return", "reject"]) | ~Q(comment=""),
                name="a_return_or_refusal_has_an_opinion",
            )
        ]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.application_id} {self.action}"


class Mark(models.Model):
    """A field, repeating section or slot that a return points at, with its reason."""

    class Target(models.TextChoices):
        FIELD = "field", _("填写项")
        GROUP = "group", _("明细")
        SLOT = "slot", _("材料")

    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="marks")
    target = models.CharField(max_length=8, choices=Target.choices)
    key = models.CharField(max_length=40)
    reason = models.CharField(_("原因"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("退回标记")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["transition", "target", "key"], name="one_mark_per_target"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_mark_has_a_reason"),
        ]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.target}:{self.key}"


class Submission(models.Model):
    """An application as it was submitted, each time: answers, and the files by content."""

    application = models.ForeignKey(
        Application,
        verbose_name=_("申报件"),
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    transition = models.OneToOneField(
        Transition, on_delete=models.PROTECT, related_name="submission"
    )
    answers = models.JSONField()
    attachments = models.JSONField(default=list)
    """[{"slot", "name", "sha256", "id"}] in order."""
    proposed_amount = models.DecimalField(
        _("拟奖励金额"), max_digits=14, decimal_places=2, null=True
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("提交快照")
        ordering = ["at", "pk"]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.application_id} {self.at:%Y-%m-%d %H:%M}"


class UniqueClaim(models.Model):
    """Something that only one application may use, such as an invoice: refused system-wide.

    Claimed when the application is submitted, released when it is refused for good.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="claims")
    scope = models.CharField(max_length=80)
    """`<programme group or slug>.<repeating section>`."""
    value = models.CharField(max_length=64)
    """Keyed hash of what is claimed."""

    class Meta:
        verbose_name = verbose_name_plural = _("唯一占用")
        constraints = [
            models.UniqueConstraint(fields=["scope", "value"], name="claimed_by_one_application")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.value}"
