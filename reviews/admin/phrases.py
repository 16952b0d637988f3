"""The sentences offered beside an opinion; reviewers keep them themselves."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import StaffPosition
from reviews.models import OpinionPhrase
from reviews.rules import desk_of


@admin.register(OpinionPhrase)
class OpinionPhraseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # none at run time
    """Kept by reviewers and programme managers."""

    list_display = ("text", "verb", "position", "is_active")
    list_filter = ("verb", "is_active")
    list_editable = ("position", "is_active")
    search_fields = ("text",)
    ordering = ("verb", "position", "pk")

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return desk_of(request.user).has_role(
            StaffPosition.Role.REVIEWER, StaffPosition.Role.PROGRAM_MANAGER
        )

    has_view_permission = has_change_permission = has_delete_permission = _may
    has_add_permission = has_module_permission = _may
