"""Programmes and their versions. What a programme asks for is changed in its definition file."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.roles import Role, Roles, StaffRoleAdmin, roles_of
from accounts.models import District
from programs.forms.calls import LabelledFormSet
from programs.models import Hotline, Program, ProgramVersion

MANAGERS: Roles = frozenset({Role.PROGRAM_MANAGER})
READERS: Roles = MANAGERS | {Role.AUDITOR, Role.FINANCE}


def districts_without_hotline(program: Program) -> list[District]:
    """Those in which nobody can be rung about a programme."""
    there = program.hotlines.values("district")
    return list(District.objects.filter(is_active=True).exclude(pk__in=there))


class HotlineInline(admin.TabularInline):  # type: ignore[type-arg]  # none at run time
    """Whom applicants ring in each district; kept together with its programme."""

    model = Hotline
    formset = LabelledFormSet

    def get_extra(self, request: HttpRequest, obj: Program | None = None, **kwargs: Any) -> int:
        """A row for each district that has none, so that nobody adds and chooses ten times."""
        return len(districts_without_hotline(obj)) if obj and self._may_change(request) else 0

    def _may_change(self, request: HttpRequest) -> bool:
        return Role.PROGRAM_MANAGER in roles_of(request.user)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self._may_change(request)

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True


@admin.register(Program)
class ProgramAdmin(StaffRoleAdmin):
    """Where a programme stands in the catalogue; everything else comes from its definition."""

    view_roles = READERS
    change_roles = MANAGERS
    list_display = ("name", "group", "subgroup", "position", "is_listed")
    list_filter = ("group", "is_listed")
    search_fields = ("name", "name_en", "slug")
    readonly_fields = (
        "slug", "name", "name_en", "group", "subgroup", "subgroup_en", "exclusive_group",
    )  # fmt: skip
    inlines = (HotlineInline,)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Program, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Rows of hotlines begin with their districts."""
        initial = [{"district": district} for district in districts_without_hotline(obj)]
        return {**super().get_formset_kwargs(request, obj, inline, prefix), "initial": initial}


@admin.register(ProgramVersion)
class ProgramVersionAdmin(StaffRoleAdmin):
    """Every definition that was ever loaded, as it was."""

    view_roles = READERS
    list_display = ("program", "number", "created_at", "fingerprint")
    list_select_related = ("program",)
    list_filter = ("program",)
    fields = ("program", "number", "created_at", "sha256", "definition_text")
    readonly_fields = fields

    @admin.display(description=_("校验值"))
    def fingerprint(self, version: ProgramVersion) -> str:
        return version.sha256[:12]

    @admin.display(description=_("定义"))
    def definition_text(self, version: ProgramVersion) -> str:
        text = json.dumps(version.content, ensure_ascii=False, indent=2)
        return format_html("<pre>{}</pre>", text)
