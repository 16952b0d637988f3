"""人员总表 of the member centre: everybody whom the unit files, and what can be filed for them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from accounts.views.access import for_members, signed_in
from accounts.views.menu import frame
from portal.lib.paging import paginate
from programs.actions.start_filings import start_filings
from programs.continuing import opportunities
from programs.models import Application, Call
from programs.queries import workspace
from programs.queries.applications import get_case_for
from programs.queries.sections import Section, calls_of, sections_of, unit_parts_of
from programs.views.access import ticked_numbers
from programs.views.keyword import keyword, searched
from programs.workflow import Refused

PEOPLE_PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
@searched("state", "year", "program", "sort")
def people(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Everybody, across programmes and years."""
    return _table(request, membership, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
@searched("state", "year", "sort")
def section(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """The unit's own entries in one programme, or in some that belong together."""
    sections = sections_of(membership)
    found = next((each for each in sections if slug in each.slugs), None)
    if found is None:
        raise Http404
    return _table(request, membership, found)


def _table(request: HttpRequest, membership: Membership, section: Section | None) -> HttpResponse:
    wanted = workspace.Filter.read(request.GET, keyword(request), section)
    page = paginate(request, workspace.people(membership, wanted), PEOPLE_PER_PAGE)
    sections = sections_of(membership)
    offered = [call for each in ([section] if section else sections) for call in each.calls]
    context = _frame(request, membership) | {
        "section": section,
        "wanted": wanted,
        "page": page,
        "people": workspace.load(membership, page.object_list, section),
        "counts": workspace.count_people(membership, wanted),
        "sections": sections,
        "open_calls": [call for call in offered if call.is_open()],
        "years": workspace.years_of(membership),
        "programs": [] if section else workspace.programs_of(membership),
        "sorts": [(key, sort.label) for key, sort in workspace.SORTS.items()],
        "unit_parts": unit_parts_of(membership, section) if section else [],
    }
    return render(request, "programs/workspace/people.html", context)


@require_safe
@for_members
def person(request: HttpRequest, membership: Membership, number: str) -> HttpResponse:
    """One person: all that was filed, what it brought, and what can be filed this year."""
    filing = _filing(request, membership, number)
    filings = workspace.filings_of_person(membership, filing)
    gaps = workspace.count_gaps(filings)
    offered = opportunities(membership.unit, filings, calls_of(membership))
    context = _frame(request, membership) | {
        "person": max(filings, key=lambda each: each.pk),
        "filings": [_entry(each, gaps) for each in filings],
        "granted": workspace.granted_total(filings),
        "opportunities": offered,
        "continuable": {each.continues.pk for each in offered if each.continues},
    }
    return render(request, "programs/workspace/person.html", context)


@require_POST
@for_members
def start(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Drafts in one programme for everybody who is ticked; a single one is opened."""
    call = _call(membership, request.POST.get("program", ""))
    numbers = ticked_numbers(request)
    if not numbers:
        raise Refused(_("没有勾选任何人员，请返回列表勾选。"))
    ticked = list(workspace.filings_of(membership).filter(number__in=numbers))
    if not ticked:
        raise Http404
    started = start_filings(ticked, call, membership, signed_in(request))
    if len(started) == 1 and (draft := started[0].draft):
        return redirect("programs:application", draft.number)
    context = _frame(request, membership) | {
        "call": call,
        "results": started,
        "succeeded": sum(each.is_new for each in started),
    }
    return render(request, "programs/workspace/started.html", context)


def _call(membership: Membership, slug: str) -> Call:
    """The newest call of a programme that the member may file; Http404 for any other."""
    calls = calls_of(membership)
    found = next((call for call in calls if call.program.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _filing(request: HttpRequest, membership: Membership, number: str) -> Application:
    """A person's filing that concerns the unit; Http404 for strangers."""
    found = get_case_for(signed_in(request), number)
    if not found.is_person or found.unit_id != membership.unit_id:
        raise Http404
    return found


def _entry(filing: Application, gaps: dict[int, int]) -> dict[str, Any]:
    documents = [each for each in filing.documents.all() if each.sha256 and each.is_current]
    return {"filing": filing, "missing": gaps.get(filing.pk), "documents": documents}


def _frame(request: HttpRequest, membership: Membership) -> dict[str, Any]:
    return {**frame(request), "unit": membership.unit}
