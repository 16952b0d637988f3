"""节假日安排: entered by managers and administrators once the State Council's notice is out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.forms.holidays import HolidayYearForm
from accounts.models import HolidayYear

from .roles import ADMINS, Role, StaffRoleAdmin

KEEPERS = ADMINS | {Role.PROGRAM_MANAGER}


@admin.register(HolidayYear)
class HolidayYearAdmin(StaffRoleAdmin):
    """A year that our file lists already may be entered anew: what is entered counts."""

    form = HolidayYearForm
    fields = ("year", "source", "periods", "exchanged")
    view_roles = change_roles = add_roles = KEEPERS
    list_display = ("year", "source", "holidays", "exchanges")

    @admin.display(description=_("假期"))
    def holidays(self, row: HolidayYear) -> int:
        return len(row.off)

    @admin.display(description=_("调休上班"))
    def exchanges(self, row: HolidayYear) -> int:
        return len(row.worked)

    def save_model(self, request: HttpRequest, obj: HolidayYear, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        text = _("此后开始的环节按新的安排计算期限；已经计算的办理期限和公示期不变。")
        messages.info(request, text)
