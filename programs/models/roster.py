"""What a unit brings at once instead of typing it: a roster of people, and an archive of scans."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.stored_file import random_key

from .application import Application
from .batch import UnitOrder


class Intake(UnitOrder):
    """A file that is looked through in the background, confirmed by who sent it, and taken in."""

    class State(models.TextChoices):
        CHECKING = "checking", _("检查中")
        CHECKED = "checked", _("待确认")
        IMPORTING = "importing", _("导入中")
        DONE = "done", _("已导入")
        FAILED = "failed", _("无法导入")
        CANCELLED = "cancelled", _("已取消")

    file = models.FileField(upload_to=random_key, max_length=120)
    name = models.CharField(_("文件名"), max_length=100)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.CHECKING
    )
    complaint = models.TextField(_("说明"), blank=True)
    """Why nothing of the file can be taken in."""
    total = models.PositiveIntegerField(_("行数"), default=0)
    checked = models.PositiveIntegerField(default=0)
    """How many rows have been looked through."""
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta(UnitOrder.Meta):
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.IMPORTING)


#: Of both kinds: what a worker has to take up.
RUNNING = Q(state__in=["checking", "importing"])


class RosterImport(Intake):
    """A workbook with one row per person."""

    returned = models.FileField(upload_to=random_key, max_length=120, blank=True)
    """The same workbook with a mark and a note at every cell that is wrong."""
    remarks = models.JSONField(default=list)
    """What is wrong beside the people's rows: [[sheet, row, column, message]]."""

    class Meta(Intake.Meta):
        verbose_name = verbose_name_plural = _("名单导入")
        indexes = [models.Index(fields=["id"], condition=RUNNING, name="roster_to_run")]


class RosterRow(models.Model):
    """One person of a roster."""

    class Verdict(models.TextChoices):
        NEW = "new", _("新增")
        UPDATE = "update", _("更新")
        WRONG = "wrong", _("有误")
        LEFT = "left", _("不变")

    class State(models.TextChoices):
        WAITING = "waiting", _("待导入")
        DONE = "done", _("已导入")
        REFUSED = "refused", _("未导入")

    roster = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("行号"))
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    verdict = models.CharField(_("处理"), max_length=10, choices=Verdict.choices)
    state = models.CharField(_("结果"), max_length=10, choices=State.choices)
    answers = models.JSONField(default=dict)
    """What the row says, packed as an application's answers are; empty once it is taken in."""
    problems = models.JSONField(default=list)
    """What is wrong or missing: [[sheet, row, column, heading, message, is_gap]]."""
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    """Why the person is left as she is, or was refused."""
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("名单明细")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="a_row_is_taken_once"),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(verdict__in=["new", "update"]),
                name="only_good_rows_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id}/{self.number}"


class ScanArchive(Intake):
    """A ZIP of scans of many people."""

    class Meta(Intake.Meta):
        verbose_name = verbose_name_plural = _("材料批量上传")
        indexes = [models.Index(fields=["id"], condition=RUNNING, name="archive_to_run")]


class ScanFile(models.Model):
    """One file of an archive: whose it is, in which slot, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open", _("待确认")
        WAITING = "waiting", _("待上传")
        DONE = "done", _("已上传")
        REFUSED = "refused", _("未上传")
        SKIPPED = "skipped", _("不上传")

    archive = models.ForeignKey(ScanArchive, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    """Which member of the archive it is."""
    path = models.CharField(_("文件"), max_length=300)
    state = models.CharField(_("结果"), max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    slot = models.CharField(_("材料"), max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("批量材料明细")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["archive", "position"], name="a_file_is_taken_once"),
            models.CheckConstraint(
                condition=~Q(state="waiting") | ~Q(slot=""), name="what_waits_has_a_slot"
            ),
        ]

    def __str__(self) -> str:
        return self.path
