"""Home, help and the pages every public site must have."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.site.guide import GUIDES, QUESTIONS
from portal.site.home import home_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html", {"home": home_page(request.user)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "site/help.html", {"guides": GUIDES, "questions": QUESTIONS})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "site/privacy.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /accounts/", "Disallow: /verify/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
