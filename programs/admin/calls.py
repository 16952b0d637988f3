"""Calls: when a programme may be filed for. Managers keep the windows; versions stay put."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.roles import RoleInline, StaffRoleAdmin
from portal.lib.money import yuan
from programs.actions.calls import drop_files
from programs.budgets import count_granted
from programs.cards import STATE_LABELS, period_of, window_state
from programs.forms.calls import (
    CallFileForm,
    CallFileFormSet,
    CallForm,
    DistrictBudgetForm,
    DistrictBudgetFormSet,
)
from programs.models import Call, CallFile, DistrictBudget

from .preparing import PreparingViews
from .programs import MANAGERS, READERS


class CallFileInline(RoleInline):
    """What the notice brings along, and templates in place of those that we draw."""

    model = CallFile
    form = CallFileForm
    formset = CallFileFormSet
    fields = ("place", "upload", "file_link")
    readonly_fields = ("file_link",)
    view_roles = READERS
    change_roles = MANAGERS

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user
        return formset

    @admin.display(description=_("当前文件"), empty_value="—")
    def file_link(self, row: CallFile) -> str | None:
        return PreparingViews.link_to(row) if row.pk else None


class DistrictBudgetInline(RoleInline):
    """How much of the year's budget each district may spend; without rows they share it."""

    model = DistrictBudget
    form = DistrictBudgetForm
    formset = DistrictBudgetFormSet
    view_roles = READERS
    change_roles = MANAGERS


@admin.register(Call)
class CallAdmin(PreparingViews, StaffRoleAdmin):
    """Programme, version and year are fixed once somebody has begun to file."""

    form = CallForm
    fieldsets = (
        (None, {"fields": ("program", "version", "year", "published_at")}),
        (_("申报时间与预算"), {"fields": ("opens_at", "closes_at", "budget")}),
        (_("政策页文字"), {"fields": ("policy", "policy_en", "notice", "notice_en", "seen")}),
    )
    inlines = (DistrictBudgetInline, CallFileInline)
    view_roles = READERS
    change_roles = add_roles = MANAGERS
    list_display = ("program", "year", "stands", "period", "money", "version_number")
    list_filter = ("year", "program")
    change_form_template = "admin/programs/call/change_form.html"
    always_readonly: ClassVar = ("published_at",)

    def get_readonly_fields(self, request: HttpRequest, obj: Call | None = None) -> tuple[str, ...]:
        if obj is not None and obj.applications.exists():
            return (*self.always_readonly, "program", "version", "year")
        return self.always_readonly

    def get_inlines(self, request: HttpRequest, obj: Call | None) -> Any:
        """A call that is not there yet has no slots to choose among."""
        return self.inlines if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        return super().get_queryset(request).select_related("program", "version")

    def get_urls(self) -> list[URLPattern]:
        return [*self.preparing_urls(), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Call, form: Any, change: bool) -> None:
        """A new call is prepared first; it is published from its check-list."""
        if not change:
            obj.published_at = None
        super().save_model(request, obj, form, change)
        count_granted([obj.pk])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """What was deleted or replaced goes from the storage once the change stands."""
        gone: list[CallFile] = []
        if formset.model is CallFile:
            touched = {row.instance.pk for row in formset.initial_forms if row.has_changed()}
            gone = list(CallFile.objects.filter(pk__in=touched))
        super().save_formset(request, form, formset, change)
        kept = set(CallFile.objects.filter(call=form.instance).values_list("file", flat=True))
        lost = [row for row in gone if row.file.name not in kept]
        transaction.on_commit(lambda: drop_files(lost))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Names both halves of a date and time to screen readers."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(field, forms.SplitDateTimeField):
            for half, name in zip(field.widget.widgets, (_("日期"), _("时间")), strict=True):
                half.attrs["aria-label"] = f"{field.label} {name}"
        return field

    @admin.display(description=_("申报时间"), ordering="opens_at")
    def period(self, call: Call) -> str:
        return period_of(call)

    @admin.display(description=_("预算"), ordering="budget", empty_value="—")
    def money(self, call: Call) -> str | None:
        """The year's budget, and how much of it has been granted."""
        if call.budget is None:
            return None
        share = f"{call.granted / call.budget:.0%}" if call.budget else "—"
        text = _("%(budget)s（已核定 %(share)s）")
        return str(text % {"budget": yuan(call.budget), "share": share})

    @admin.display(description=_("版本"), ordering="version__number")
    def version_number(self, call: Call) -> str:
        return f"v{call.version.number}"

    @admin.display(description=_("状态"))
    def stands(self, call: Call) -> str:
        """准备中, or how its window stands."""
        if not call.is_published:
            return str(_("准备中"))
        return str(STATE_LABELS[window_state(call, timezone.now())])
