"""The portal's addresses, and one bare view to measure against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portal_patterns
from programs.models import Application

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest, number: str) -> HttpResponse:
    """One row by an index, no template."""
    application = Application.objects.only("name").get(number=number)
    return HttpResponse(f"<!doctype html><title>{application.name}</title>")


urlpatterns = [path("bare/<str:number>/", bare), *portal_patterns]
