"""An application: what a unit, a person under a unit, or a person for herself files for a call."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import District, Office, Unit
from portal.lib.identifiers import IdDocType
from portal.lib.search import GramIndex, SearchText
from portal.lib.sql import rows
from programs.definitions.forms import Form
from programs.definitions.route import Stage
from programs.definitions.schema import Definition
from programs.states import (
    EDITABLE,
    GRANTED,
    IN_REVIEW,
    OPEN,
    State,
)

from .guards import frozen_columns, illegal_move, names_of, restricted_changes, unfixed
from .program import Call, ProgramVersion, definition_of


class File(NamedTuple):
    """What is to be known of an attachment where its content does not matter."""

    id: int
    slot: str
    name: str
    sha256: str
    pages: int


_FILES = """
SELECT id, slot, name, sha256, pages FROM programs_attachment
WHERE application_id = %s ORDER BY slot, position, id
"""


class Application(models.Model):
    """One filing. Its state changes only in `programs.workflow.move`."""

    class Part(models.TextChoices):
        UNIT = "unit", _("单位申报信息")
        PERSON = "person", _("个人申报信息")

    #: Of what stood when the door locked the row, see `accounts.reference`.
    reference_version: UUID | None = None

    number = models.CharField(_("申报编号"), max_length=32, unique=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    version = models.ForeignKey(ProgramVersion, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("部分"), max_length=6, choices=Part.choices)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        null=True,
        related_name="applications",
    )
    """The unit that files, or that a person has selected; None while she has not."""
    unit_name = models.CharField(_("单位名称"), max_length=100, blank=True)
    """The unit's name when the application was last submitted (or drafted)."""
    unit_application = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="people"
    )
    """The unit's part, for a person whom the unit files."""
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="applications",
    )
    """The person who files for herself; None for what a unit files."""
    district = models.ForeignKey(
        District, verbose_name=_("区域"), on_delete=models.PROTECT, null=True
    )
    """Where it is handled; None while a person's draft names no place."""

    name = models.CharField(_("姓名"), max_length=60, blank=True)
    id_doc_type = models.CharField(
        _("证件类型"), max_length=20, choices=IdDocType.choices, blank=True
    )
    id_doc_hash = models.CharField(max_length=64, blank=True)
    id_doc_tail = models.CharField(_("证件号码后四位"), max_length=4, blank=True)

    search_text = SearchText("name", "unit_name")
    """Where the review desk searches."""

    answers = models.JSONField(_("填报内容"), default=dict)
    """Answers by field key; sensitive ones encrypted (`programs.answers`)."""
    edits = models.JSONField(default=dict)
    """Who last changed each field, at which revision: {key: [revision, user id]}."""
    revision = models.PositiveIntegerField(default=0)
    """Counts the saves that changed an answer."""
    fixed = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    """The answers that the first submission has fixed for good (`FormField.fixed`)."""
    waived = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    """Slots that stayed empty because the identity was verified (`Slot.waived_when_verified`)."""

    state = models.CharField(_("状态"), max_length=24, choices=State.choices, default=State.DRAFT)
    stage = models.CharField(_("环节"), max_length=40, blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("受理机构"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    stage_entered_at = models.DateTimeField(null=True)
    due_on = models.DateField(_("办理期限"), null=True)

    proposed_amount = models.DecimalField(
        _("拟奖励金额"), max_digits=14, decimal_places=2, null=True
    )
    amount_working = models.JSONField(_("计算过程"), default=list)
    approved_amount = models.DecimalField(_("核定金额"), max_digits=14, decimal_places=2, null=True)
    months = models.PositiveSmallIntegerField(_("补贴月数"), default=0, db_default=0)
    """How many months the amount pays for; counts against a limit of months."""
    score = models.DecimalField(_("积分"), max_digits=7, decimal_places=2, null=True)
    """Points by which a ranking stage orders."""

    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="carried_to"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    decided_at = models.DateTimeField(_("办结时间"), null=True)
    valid_until = models.DateField(_("有效期至"), null=True)
    """The last day of what was granted; None where it does not end."""
    lapsed_on = models.DateField(_("失效日期"), null=True)
    """Since when the same may be filed for again: what was granted has run out or was revoked."""
    reminded_ahead = models.PositiveSmallIntegerField(_("到期提醒（提前天数）"), null=True)
    """How many days before its end the holder has last been told of it."""
    restricted_at = models.DateTimeField(_("限制处理时间"), null=True)
    """Since when it is only stored, for whom it is about has had her account erased."""

    class Meta:
        verbose_name = verbose_name_plural = _("申报件")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(
                fields=["office", "-submitted_at", "-id"],
                condition=Q(state__in=names_of(IN_REVIEW), restricted_at__isnull=True),
                name="application_queue",
            ),
            models.Index(
                fields=["state", "-submitted_at", "-id"],
                condition=Q(submitted_at__isnull=False),
                name="application_by_state",
            ),
            models.Index(
                fields=["district", "-submitted_at", "-id"],
                condition=Q(submitted_at__isnull=False),
                name="application_in_district",
            ),
            models.Index(
                fields=["-submitted_at", "-id"],
                condition=Q(state__in=names_of(GRANTED)),
                name="application_granted",
            ),
            models.Index(
                fields=["-submitted_at", "-id"],
                condition=Q(submitted_at__isnull=False),
                name="application_newest",
            ),
            models.Index(
                fields=["district", "state", "-submitted_at", "-id"],
                condition=Q(submitted_at__isnull=False),
                name="application_by_district",
            ),
            models.Index(fields=["unit", "call", "part", "state"], name="application_of_unit"),
            models.Index(fields=["id_doc_hash"], name="application_by_person"),
            models.Index(
                fields=["unit", "state"],
                condition=Q(applicant__isnull=False),
                name="application_to_report_up",
            ),
            models.Index(fields=["id_doc_tail"], name="application_by_tail"),
            GramIndex("search_text", name="application_grams"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "unit"],
                condition=Q(part="unit"),
                name="one_unit_application_per_call",
            ),
            models.UniqueConstraint(
                fields=["call", "unit", "id_doc_hash"],
                condition=Q(part="person", state__in=names_of(OPEN), lapsed_on__isnull=True)
                & ~Q(id_doc_hash=""),
                name="one_open_application_per_person_and_unit",
            ),
            models.UniqueConstraint(
                fields=["call", "id_doc_hash"],
                condition=Q(
                    part="person",
                    state__in=names_of(OPEN - {State.DRAFT}),
                    lapsed_on__isnull=True,
                ),
                name="one_submitted_application_per_person",
            ),
            models.UniqueConstraint(
                fields=["call", "carried_from"],
                condition=Q(carried_from__isnull=False),
                name="carried_over_once",
            ),
            models.UniqueConstraint(
                fields=["call", "applicant"],
                condition=Q(
                    applicant__isnull=False, state__in=names_of(OPEN), lapsed_on__isnull=True
                ),
                name="one_open_application_per_applicant",
            ),
            models.CheckConstraint(
                condition=Q(part="unit", unit_application__isnull=True, applicant__isnull=True)
                | Q(part="person", unit_application__isnull=False, applicant__isnull=True)
                | Q(part="person", unit_application__isnull=True, applicant__isnull=False),
                name="a_person_files_or_is_filed_by_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, district__isnull=False)
                | Q(applicant__isnull=False),
                name="a_unit_that_files_is_named",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"]) | Q(district__isnull=False),
                name="submitted_has_a_district",
            ),
            models.CheckConstraint(
                condition=~Q(state="awaiting_unit") | Q(unit__isnull=False),
                name="awaited_unit_is_named",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "awaiting_unit"])
                | Q(submitted_at__isnull=False)
                | Q(state="returned", applicant__isnull=False),
                name="submitted_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=names_of(IN_REVIEW)) | Q(office__isnull=False),
                name="in_review_has_an_office",
            ),
            models.CheckConstraint(
                condition=~Q(part="person", state__in=names_of(GRANTED))
                | Q(approved_amount__isnull=False),
                name="granted_has_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(approved_amount__isnull=True) | Q(approved_amount__gte=0),
                name="amount_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(answers__contains=F("fixed")), name="fixed_answers_stay"
            ),
            models.CheckConstraint(
                condition=Q(lapsed_on__isnull=True) | Q(part="person", state__in=names_of(GRANTED)),
                name="only_what_was_granted_lapses",
            ),
            models.CheckConstraint(
                condition=Q(restricted_at__isnull=True) | Q(part="person", due_on__isnull=True),
                name="restricted_is_of_a_person_and_never_due",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="legal_moves_only", operation=pgtrigger.Update, condition=illegal_move()
            ),
            pgtrigger.Protect(
                name="submitted_is_frozen", operation=pgtrigger.Update, condition=frozen_columns()
            ),
            pgtrigger.Protect(
                name="restricted_is_only_ended",
                operation=pgtrigger.Update,
                condition=restricted_changes(),
            ),
            pgtrigger.Protect(
                name="what_is_fixed_stays", operation=pgtrigger.Update, condition=unfixed()
            ),
            pgtrigger.Protect(
                name="only_drafts_are_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state <> 'draft'"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def definition(self) -> Definition:
        return definition_of(self.version_id)

    @property
    def form(self) -> Form:
        return self.definition.form(self.part)

    @property
    def current_stage(self) -> Stage | None:
        """The stage of the route where the application is, None outside the route."""
        route = self.definition.route_of(self.part)
        return next((stage for stage in route if stage.key == self.stage), None)

    @property
    def can_be_revised(self) -> bool:
        """Whether it is a unit's part that we approved ourselves: changed, it is approved again."""
        approved = self.state == State.APPROVED and not self.is_person
        return approved and self.definition.approves_units_itself

    @cached_property
    def files(self) -> list[File]:
        """What is attached, in order; read once."""
        return [File(*row) for row in rows(_FILES, [self.pk])]

    @property
    def is_person(self) -> bool:
        return self.part == self.Part.PERSON

    @property
    def named_unit(self) -> Unit:
        """The unit of what a unit files, and of what a person has handed to one."""
        assert self.unit
        return self.unit

    @property
    def is_own(self) -> bool:
        """Whether a person files this for herself."""
        return self.applicant_id is not None

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE and not self.is_restricted

    @property
    def is_restricted(self) -> bool:
        """限制处理: kept because the law says so, and used for nothing any more."""
        return self.restricted_at is not None

    @property
    def parameters(self) -> dict[str, Any]:
        """The figures of the filing year and district; empty when the programme has none."""
        years = self.definition.parameters
        year = years.get(str(self.call.year))
        return year.for_district(self.district_id or "") if year else {}
