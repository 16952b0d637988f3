"""我的工作台: what waits for whoever acts for the unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from accounts.views.access import for_members
from accounts.views.menu import frame
from portal.lib.paging import paginate
from programs.queries.workbench import workbench_of


@require_safe
@for_members
def workbench(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Filings to be completed or corrected, and people who ask to be let in."""
    found = workbench_of(membership)
    context = {
        **frame(request),
        "unit": membership.unit,
        "page": paginate(request, found.applications),
        "to_report_up": found.handed.count(),
        "join_requests": found.join_requests,
    }
    return render(request, "programs/workbench.html", context)
