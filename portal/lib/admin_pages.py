"""Admins of rows that nobody edits in Django's form."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse


class OwnPageAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # none at run time
    """Each row has a page of ours, to which Django's address of it leads."""

    page: ClassVar[str]
    """The name of its address, which takes the row's key."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            address = reverse(self.page, args=[object_id])
        except NoReverseMatch as no_key:
            raise Http404 from no_key
        return redirect(address)


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # none at run time
    """Rows that come and go elsewhere: here they are looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
