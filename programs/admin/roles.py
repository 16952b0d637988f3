"""Who may do what with the programmes' models in the admin: staff positions, not Django groups."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import StaffPosition, User

Role = StaffPosition.Role


def roles_of(user: Any) -> frozenset[str]:
    """The roles of the request's user; asked once, the menu of every page wants to know."""
    known: frozenset[str] | None = getattr(user, "_roles", None)
    if known is None:
        known = frozenset()
        if isinstance(user, User) and user.is_active and user.is_staff:
            held = StaffPosition.objects.filter(user=user).values_list("role", flat=True)
            known = frozenset(held)
        user._roles = known
    return known


class RoleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # none at run time
    """Shown to `readers` and `writers`, changed by `writers`; nothing is ever deleted."""

    readers: ClassVar[frozenset[str]] = frozenset({Role.AUDITOR, Role.PROGRAM_MANAGER})
    writers: ClassVar[frozenset[str]] = frozenset()
    show_full_result_count = False

    def _holds(self, request: HttpRequest, roles: frozenset[str]) -> bool:
        return not roles.isdisjoint(roles_of(request.user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._holds(request, self.readers | self.writers)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._holds(request, self.readers | self.writers)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._holds(request, self.writers)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._holds(request, self.writers)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordAdmin(RoleAdmin):
    """A record of what happened: looked at, never written."""

    list_per_page = 50
    sortable_by: ClassVar[Any] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).order_by("-pk")
