"""Districts, offices and positions."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.roles import ADMINS, StaffRoleAdmin
from accounts.models import District, Office, StaffPosition


@admin.register(District)
class DistrictAdmin(StaffRoleAdmin):
    list_display = ("code", "name", "name_en", "position", "is_active")
    change_roles = add_roles = ADMINS
    search_fields = ("code", "name")


@admin.register(Office)
class OfficeAdmin(StaffRoleAdmin):
    list_display = ("name", "kind", "district", "phone")
    list_filter = ("kind", "district")
    list_select_related = ("district",)
    search_fields = ("name",)
    change_roles = add_roles = ADMINS


@admin.register(StaffPosition)
class StaffPositionAdmin(StaffRoleAdmin):
    list_display = ("username", "user", "role", "office")
    list_filter = ("role", "office__kind", "office__district")
    list_select_related = ("user", "office")
    raw_id_fields = ("user",)
    change_roles = add_roles = ADMINS

    @admin.display(description=_("用户名"), ordering="user__username")
    def username(self, position: StaffPosition) -> str:
        return position.user.username
