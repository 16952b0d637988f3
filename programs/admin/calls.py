"""Calls: when a programme may be filed for. Managers keep the windows; versions stay put."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.roles import StaffRoleAdmin
from programs.models import Call

from .programs import MANAGERS, READERS


class CallForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """A window that closes after it opens, for a version of the same programme."""

    class Meta:
        model = Call
        fields = ("program", "version", "year", "opens_at", "closes_at", "notice", "notice_en")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("截止时间必须晚于开始时间；常态申报请留空。"))
        program, version = data.get("program"), data.get("version")
        if program and version and version.program_id != program.pk:
            self.add_error("version", _("请选择该项目自己的版本。"))
        year = data.get("year")
        if year and not 2000 <= year <= 2100:
            self.add_error("year", _("请检查申报年度。"))
        return data


@admin.register(Call)
class CallAdmin(StaffRoleAdmin):
    """Programme, version and year are fixed once somebody has begun to file."""

    form = CallForm
    fields = CallForm.Meta.fields
    view_roles = READERS
    change_roles = add_roles = MANAGERS
    list_display = ("program", "year", "version", "opens_at", "closes_at", "open_now")
    list_select_related = ("program", "version__program")
    list_filter = ("year", "program")

    def get_readonly_fields(self, request: HttpRequest, obj: Call | None = None) -> tuple[str, ...]:
        if obj is not None and obj.applications.exists():
            return ("program", "version", "year")
        return ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Names both halves of a date and time to screen readers."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(field, forms.SplitDateTimeField):
            for half, name in zip(field.widget.widgets, (_("日期"), _("时间")), strict=True):
                half.attrs["aria-label"] = f"{field.label} {name}"
        return field

    @admin.display(description=_("申报中"), boolean=True)
    def open_now(self, call: Call) -> bool:
        return call.is_open()
