"""公示: what is made public of those who are about to be granted something, frozen at its start."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import District
from portal.lib.dates import today
from programs.models import Application, Call

from .objection import Objection


class PublicNotice(models.Model):
    """One list that anybody may read, and object to until its last day."""

    class State(models.TextChoices):
        RUNNING = "running", _("公示中")
        CONCLUDED = "concluded", _("已结束")
        WITHDRAWN = "withdrawn", _("已撤回")

    number = models.CharField(_("公示编号"), max_length=40, unique=True)
    call = models.ForeignKey(
        Call, verbose_name=_("申报批次"), on_delete=models.PROTECT, related_name="notices"
    )
    stage = models.CharField(_("环节"), max_length=40)
    district = models.ForeignKey(
        District,
        verbose_name=_("区域"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    """Whose applications it lists; None for the whole city."""
    title = models.CharField(_("标题"), max_length=120)
    issuer = models.CharField(_("公示机构"), max_length=80)
    phone = models.CharField(_("受理电话"), max_length=60)
    starts_on = models.DateField(_("公示开始"))
    ends_on = models.DateField(_("公示截止"))
    columns = models.JSONField(_("公示列"), default=list)
    """What of its lines is filled beside name and unit, see `noticing.COLUMNS`."""
    detail_label = models.CharField(max_length=80, blank=True)
    """What stands over the column of `NoticeLine.detail`."""
    amount_label = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.RUNNING)
    reason = models.CharField(_("撤回或延长原因"), max_length=300, blank=True)
    news = models.CharField(max_length=40)
    """The kind of notification that everybody in it is to be told; a line knows what it was."""
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("发布人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(_("发布时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("公示")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_notice_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""),
                name="a_withdrawn_notice_has_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="what_was_published_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.number, OLD.call_id, OLD.stage, OLD.title, OLD.starts_on)"
                    " IS DISTINCT FROM"
                    " (NEW.number, NEW.call_id, NEW.stage, NEW.title, NEW.starts_on)"
                    " OR NEW.ends_on < OLD.ends_on"
                    " OR OLD.state <> 'running' AND NEW.state <> OLD.state)"
                ),
            ),
            pgtrigger.Protect(name="notices_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_running(self) -> bool:
        """Whether its days are not over: somebody may object."""
        return self.state == self.State.RUNNING and self.ends_on >= today()

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def days_left(self) -> int:
        """Calendar days after today; negative once it is over."""
        return (self.ends_on - today()).days


class NoticeLine(models.Model):
    """One row of the list, as it was published. Only what becomes of it changes."""

    class State(models.TextChoices):
        LISTED = "listed", _("公示中")
        CONCLUDED = "concluded", _("公示无异议")
        UPHELD = "upheld", _("异议成立")
        TAKEN_OFF = "taken_off", _("已撤下")

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField(_("序号"))
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="notice_lines"
    )
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    unit_name = models.CharField(_("单位名称"), max_length=100, blank=True)
    id_doc = models.CharField(_("证件号码"), max_length=20, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.LISTED)
    told = models.CharField(max_length=40, blank=True)
    """The kind of notification that was sent last about it."""

    class Meta:
        verbose_name = verbose_name_plural = _("公示名单")
        ordering = ["notice", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "position"], name="one_notice_line_per_position"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state="listed"),
                name="in_one_notice_at_a_time",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_list_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.notice_id, OLD.position, OLD.application_id, OLD.name, OLD.unit_name,"
                    " OLD.id_doc, OLD.detail, OLD.amount) IS DISTINCT FROM"
                    " (NEW.notice_id, NEW.position, NEW.application_id, NEW.name, NEW.unit_name,"
                    " NEW.id_doc, NEW.detail, NEW.amount)"
                    " OR OLD.state <> 'listed' AND NEW.state <> OLD.state)"
                ),
            ),
            pgtrigger.Protect(name="notice_lines_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}-{self.position}"

    @property
    def is_held(self) -> bool:
        """Whether an objection that nobody has decided keeps it from being concluded."""
        waiting = self.notice.objections.filter(state=Objection.State.PENDING)
        return waiting.filter(Q(line=None) | Q(line=self)).exists()
