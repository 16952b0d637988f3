"""Who may open what in the admin: by the positions staff hold, not by Django's permissions."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest

from accounts.actions.audit import record
from accounts.models import AuditEntry, StaffPosition, User
from accounts.positions import positions_of
from accounts.views.access import signed_in
from portal.lib.client import client_address

Role = StaffPosition.Role
Roles = frozenset[StaffPosition.Role]
ADMINS: Roles = frozenset({Role.SYSTEM_ADMIN})
NOBODY: Roles = frozenset()


def roles_of(user: User | AnonymousUser) -> Roles:
    """The roles a member of staff holds; a superuser holds all."""
    if isinstance(user, User) and user.is_active and user.is_staff and user.is_superuser:
        return frozenset(Role)
    return frozenset(Role(position.role) for position in positions_of(user))


class StaffRoleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # none at run time
    """Maps roles to what the admin asks: seeing, changing, adding.

    Nothing is ever deleted here. What is added or changed also goes to the audit log: the names
    of the fields, never their values.
    """

    view_roles: ClassVar[Roles] = ADMINS
    change_roles: ClassVar[Roles] = NOBODY
    add_roles: ClassVar[Roles] = NOBODY
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(roles_of(request.user) & (self.view_roles | self.change_roles))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(roles_of(request.user) & self.change_roles)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(roles_of(request.user) & self.add_roles)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def log_addition(self, request: HttpRequest, object: Model, message: Any) -> Any:
        self._record(request, "admin_add", object, message)
        return super().log_addition(request, object, message)

    def log_change(self, request: HttpRequest, object: Model, message: Any) -> Any:
        self._record(request, "admin_change", object, message)
        return super().log_change(request, object, message)

    def _record(self, request: HttpRequest, action: str, subject: Model, message: Any) -> None:
        address = client_address(request)
        if not isinstance(subject, AuditEntry):
            record(signed_in(request), action, subject, {"fields": message}, address)


class RoleInline(admin.TabularInline):  # type: ignore[type-arg]  # none at run time
    """Rows within the page of another model, for the same roles."""

    view_roles: ClassVar[Roles] = ADMINS
    change_roles: ClassVar[Roles] = NOBODY
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(roles_of(request.user) & (self.view_roles | self.change_roles))

    def _may_change(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(roles_of(request.user) & self.change_roles)

    has_add_permission = has_change_permission = has_delete_permission = _may_change
