"""Every address of the portal starts here; each app brings its own `urls`."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("portal.site.urls")),
]

handler400 = "portal.site.views.errors.bad_request"
handler403 = "portal.site.views.errors.permission_denied"
handler404 = "portal.site.views.errors.not_found"
handler500 = "portal.site.views.errors.server_error"
