"""公示信息: the public notices, one with its list, and the list as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.lib.limits import Limit
from portal.lib.paging import paginate
from portal.lib.refusals import RateLimited
from programs.documents.content import chinese_date
from reviews.models import PublicNotice
from reviews.notice_sheet import introduction, notice_sheet
from reviews.queries.notices import get_notice, is_closed, public_notices, shown_lines

LINES_PER_PAGE = 50
SEARCH_LENGTH = 60
#: Of looking through a list: enough for a reader, too slow for a harvest.
LOOKS = Limit("notice", 240, 600)
SHEETS = Limit("notice-sheet", 20, 600)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """All that may be read, newest first; `?q=` looks in the titles."""
    text = _asked(request)
    found = public_notices()
    if text:
        found = found.filter(title__icontains=text)
    context = {
        "page": paginate(request, found),
        "text": text,
        "crumbs": [(_("公示公告"), "")],
    }
    return render(request, "reviews/notices/list.html", context)


@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice with its list, a page at a time."""
    _count(request, LOOKS)
    found = get_notice(number)
    if is_closed(found):
        return closed_page(request, found)
    text = _asked(request)
    context = {
        "notice": found,
        "introduction": introduction(found),
        "signed_on": chinese_date(found.starts_on),
        "page": paginate(request, shown_lines(found, text), LINES_PER_PAGE),
        "text": text,
        "crumbs": crumbs_of(found),
    }
    return _kept_out_when_over(found, render(request, "reviews/notices/notice.html", context))


@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """下载公示信息."""
    _count(request, SHEETS)
    found = get_notice(number)
    if is_closed(found):
        return closed_page(request, found)
    response = HttpResponse(notice_sheet(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return _kept_out_when_over(found, response)


def closed_page(request: HttpRequest, found: PublicNotice) -> HttpResponse:
    """The list was to be read for its time only; that it was there is no secret."""
    context = {"notice": found, "crumbs": crumbs_of(found)}
    response = render(request, "reviews/notices/closed.html", context, status=410)
    response["X-Robots-Tag"] = "noindex"
    return response


def crumbs_of(found: PublicNotice) -> list[tuple[str, str]]:
    return [
        (_("公示公告"), reverse("reviews:notices")),
        (found.number, reverse("reviews:notice", args=[found.number])),
    ]


def _kept_out_when_over(found: PublicNotice, response: HttpResponse) -> HttpResponse:
    """Search engines keep nothing of a list whose time is over."""
    response["X-Robots-Tag"] = "noarchive" if found.is_running else "noindex"
    return response


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:SEARCH_LENGTH]


def _count(request: HttpRequest, limit: Limit) -> None:
    if not limit.take(request):
        raise RateLimited(_("查看过于频繁，请稍后再试。"), retry_after=limit.seconds)
