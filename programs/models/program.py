"""Programmes, their immutable versions, and the calls that open them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import District
from accounts.models.reference import new_version
from portal.lib.language import in_language
from programs.definitions.figures import Parameters
from programs.definitions.schema import Definition


class Program(models.Model):
    """A programme as the catalogue lists it; what it asks for stands in its versions."""

    class Group(models.TextChoices):
        SPECIAL = "special", _("专项计划")
        UNIVERSAL = "universal", _("普惠政策")
        SUPPORTING = "supporting", _("配套举措")

    slug = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=120)
    group = models.CharField(_("类别"), max_length=12, choices=Group.choices)
    subgroup = models.CharField(_("子类"), max_length=40, blank=True)
    subgroup_en = models.CharField(_("子类英文"), max_length=60, blank=True)
    exclusive_group = models.CharField(_("互斥组"), max_length=40, blank=True)
    """A person gets at most one award of the group in a filing year."""
    position = models.PositiveSmallIntegerField(_("顺序"), default=100)
    is_listed = models.BooleanField(_("在目录中显示"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("项目")
        ordering = ["position", "slug"]
        triggers = [new_version()]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def subgroup_label(self) -> str:
        return in_language(self.subgroup, self.subgroup_en)


class ProgramVersion(models.Model):
    """One definition as it was loaded. Never changed, never deleted: applications point here."""

    program = models.ForeignKey(
        Program, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("版本"))
    content = models.JSONField(_("定义"))
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("载入时间"), auto_now_add=True)
    origin = models.ForeignKey(
        "self", verbose_name=_("原版本"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    """The loaded version from which managers made this one: it differs in its figures only."""

    class Meta:
        verbose_name = verbose_name_plural = _("项目版本")
        ordering = ["program", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="version_number_is_unique"),
            models.UniqueConstraint(fields=["program", "sha256"], name="version_is_stored_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.program} v{self.number}"

    @property
    def definition(self) -> Definition:
        return definition_of(self.pk)

    @property
    def loaded_as(self) -> int:
        """The version of the definition's file behind it."""
        return self.origin_id or self.pk


@lru_cache(maxsize=256)
def definition_of(version_id: int) -> Definition:
    """The definition of a version: it never changes, so it is read once per process."""
    content = ProgramVersion.objects.values_list("content", flat=True).get(pk=version_id)
    return Definition.model_validate(content)


class Call(models.Model):
    """A programme opened for one filing year, from a time to a time (or without end: 常态)."""

    program = models.ForeignKey(
        Program, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="calls"
    )
    version = models.ForeignKey(
        ProgramVersion, verbose_name=_("项目版本"), on_delete=models.PROTECT, related_name="calls"
    )
    year = models.PositiveSmallIntegerField(_("申报年度"))
    opens_at = models.DateTimeField(_("开始时间"))
    closes_at = models.DateTimeField(
        _("截止时间"), null=True, blank=True, help_text=_("常态申报留空")
    )
    budget = models.DecimalField(
        _("年度预算（元）"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("不设上限留空；拨付总额超过预算时不能启动拨付"),
    )
    policy = models.TextField(_("政策说明"), blank=True)
    policy_en = models.TextField(_("政策说明（英文）"), blank=True)
    notice = models.TextField(_("申报通知"), blank=True)
    notice_en = models.TextField(_("申报通知（英文）"), blank=True)
    granted = models.DecimalField(
        _("已核定金额"), max_digits=16, decimal_places=2, default=0, db_default=0
    )
    """What was granted of the budget, as counted by the clock (`programs.budgets`)."""
    published_at = models.DateTimeField(_("发布时间"), null=True, default=timezone.now)
    """None while managers prepare it: nobody else sees it, and nobody can file."""
    announced_at = models.DateTimeField(null=True)
    """When everybody who filed the year before had been told that it is open."""
    announced_up_to = models.BigIntegerField(default=0, db_default=0)
    """The last of them who has been told."""

    class Meta:
        verbose_name = verbose_name_plural = _("申报批次")
        ordering = ["-year", "program"]
        constraints = [
            models.UniqueConstraint(fields=["program", "year"], name="one_call_per_year"),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="a_call_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                name="a_budget_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(announced_at__isnull=True) | Q(published_at__isnull=False),
                name="only_what_is_published_is_announced",
            ),
        ]
        triggers = [
            new_version(),
            pgtrigger.Protect(
                name="what_is_published_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.published_at IS NOT NULL"
                    " AND NEW.published_at IS DISTINCT FROM OLD.published_at"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.year}"

    @property
    def definition(self) -> Definition:
        return definition_of(self.version_id)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def figures(self) -> Parameters | None:
        """The figures of its year; None while they are not set."""
        return self.definition.parameters.get(str(self.year))

    @property
    def is_exhausted(self) -> bool:
        """Whether nothing is left of the budget."""
        return self.budget is not None and self.granted >= self.budget

    def is_open(self, at: dt.datetime | None = None) -> bool:
        """Whether applications may be submitted (drafts may be kept at any time)."""
        if not self.is_published:
            return False
        now = at or timezone.now()
        return self.opens_at <= now and (self.closes_at is None or now <= self.closes_at)


class Hotline(models.Model):
    """Whom applicants of a programme may ring in each district."""

    program = models.ForeignKey(
        Program, on_delete=models.CASCADE, related_name="hotlines", verbose_name=_("项目")
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="+", verbose_name=_("区域")
    )
    office_name = models.CharField(_("咨询单位"), max_length=80)
    phone = models.CharField(_("咨询电话"), max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = _("咨询电话")
        ordering = ["program", "district__position"]
        constraints = [
            models.UniqueConstraint(fields=["program", "district"], name="one_hotline_per_district")
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.phone}"
