"""Home, help and the pages every public site must have."""

import io

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.site.guide import GUIDES, QUESTIONS
from portal.site.help_files import TITLES, draw, file_name
from portal.site.home import home_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html", {"home": home_page(request.user)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    context = {"guides": GUIDES, "questions": QUESTIONS, "files": TITLES.items()}
    return render(request, "site/help.html", context)


@require_safe
def help_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """A manual or a form, to be downloaded."""
    if key not in TITLES:
        raise Http404
    content = io.BytesIO(draw(key))
    return FileResponse(content, filename=file_name(key), content_type="application/pdf")


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
