"""Every address of the portal starts here; each app brings its own `urls`."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    # Staff log in by our own page, with a second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="staff_login", query_string=True)),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("programs.urls")),
    path("", include("reviews.urls")),
    path("", include("portal.site.urls")),
]

handler400 = "portal.site.views.errors.bad_request"
handler403 = "portal.site.views.errors.permission_denied"
handler404 = "portal.site.views.errors.not_found"
handler429 = "portal.site.views.errors.too_many_requests"
handler500 = "portal.site.views.errors.server_error"
