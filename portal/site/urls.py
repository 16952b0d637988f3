"""Addresses of the portal's own pages."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from .views import demo, display, hall, health, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("hall/", hall.hall, name="hall"),
    path("help/", pages.help_page, name="help"),
    path("help/files/<slug:key>.pdf", pages.help_file, name="help_file"),
    path("privacy/", pages.privacy, name="privacy"),
    path("about/", pages.about, name="about"),
    path("display/", display.set_display, name="set_display"),
    path("language/", set_language, name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", pages.robots, name="robots"),
]

if settings.DEMO:
    urlpatterns += [
        path("gallery/", demo.gallery, name="gallery"),
        path("demo/outbox/", demo.outbox, name="demo_outbox"),
        path("demo/roster.xlsx", demo.sample_roster, name="demo_roster"),
        path("demo/scans.zip", demo.sample_scans, name="demo_scans"),
    ]
