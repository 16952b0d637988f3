"""历史申报: what the earlier system knew, for whom it belongs to."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import LegacyFiling, Membership
from accounts.queries import legacy_filings_of_person, legacy_filings_of_unit
from accounts.views.access import for_members, for_persons, signed_in
from accounts.views.menu import frame
from portal.lib.paging import paginate


@require_safe
@for_persons
def mine(request: HttpRequest) -> HttpResponse:
    return _page(request, legacy_filings_of_person(signed_in(request)), of_unit=False)


@require_safe
@for_members
def of_unit(request: HttpRequest, membership: Membership) -> HttpResponse:
    return _page(request, legacy_filings_of_unit(membership.unit), of_unit=True)


def _page(request: HttpRequest, filings: QuerySet[LegacyFiling], *, of_unit: bool) -> HttpResponse:
    context = {**frame(request), "page": paginate(request, filings), "of_unit": of_unit}
    return render(request, "accounts/legacy/filings.html", context)
