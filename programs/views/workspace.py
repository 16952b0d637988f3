"""The filing workspace of one programme: its sidebar, the people's list, the progress list."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.queries import acting_membership
from accounts.rules import acts_as_self
from accounts.views.access import signed_in
from portal.lib.numbering import small_number
from portal.lib.paging import paginate
from programs.actions.drafts import start_person_application
from programs.models import Application, Call
from programs.queries.applications import unit_application
from programs.queries.documents import printable_certificates
from programs.queries.filing import (
    accepts_people,
    can_be_continued,
    carried_ids,
    count_states,
    get_unit_call,
    handed_to_unit,
    latest_call,
    latest_unit_call,
    people_of,
    progress_of,
    years_of,
)
from programs.queries.work import group_named, work_of
from programs.queries.workspace import count_gaps
from programs.states import EDITABLE, State
from programs.views.access import (
    asks_to_read,
    demand_business,
    for_units,
    to_guide,
    unit_of,
)
from programs.views.frames import person_menu, unit_frame
from programs.views.keyword import keyword, searched
from programs.workflow import Refused

PEOPLE_PER_PAGE = 200
"""So that a whole department is ticked and submitted at once."""
PROGRESS_PER_PAGE = 20


@require_safe
def apply(request: HttpRequest, slug: str) -> HttpResponseBase:
    """【我要申报】: to the pages of whoever files the programme."""
    call = latest_call(slug)
    if call.definition.filed_by == "person":
        return redirect("programs:own", slug)
    return _to_units_part(request, call)


@for_units
def _to_units_part(request: HttpRequest, call: Call) -> HttpResponse:
    """The unit's part first, the people once it has been submitted."""
    demand_business(request, call.program.slug)
    if asks_to_read(request, call):
        return to_guide(request, call)
    part = unit_application(call, unit_of(request).pk)
    page = "programs:people" if accepts_people(part) else "programs:unit"
    return redirect(page, call.program.slug, call.year)


@for_units
@require_safe
def people(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """奖励申报信息: everybody whom the unit files in this call, with what is to be submitted."""
    call = get_unit_call(slug, year)
    unit = unit_of(request)
    everybody = people_of(unit.pk, call)
    page = paginate(request, everybody, PEOPLE_PER_PAGE)
    rows = list(page.object_list)
    gaps = count_gaps(rows)
    unit_part = unit_application(call, unit.pk)
    context = unit_frame(call, unit.name, current="person") | {
        "page": page,
        "rows": [(row, gaps.get(row.pk)) for row in rows],
        "counts": count_states(everybody),
        "unit_part": unit_part,
        "accepts_people": accepts_people(unit_part),
        "years": years_of(call),
        "editable_states": EDITABLE,
    }
    return render(request, "programs/people.html", context)


@for_units
@require_POST
def add_person(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """【新增申报】: a blank draft, opened."""
    unit_part = unit_application(get_unit_call(slug, year), unit_of(request).pk)
    if unit_part is None:
        raise Refused(_("请先提交“单位申报信息”，再新增申报人员。"))
    person = start_person_application(unit_part, signed_in(request))
    return redirect("programs:application", person.number)


@for_units
@require_http_methods(["GET", "HEAD", "POST"])
@searched("year", "state")
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """奖励申报进度: the submitted people of one year, and who can be continued this year."""
    call = latest_unit_call(slug)
    year = _year(request, call)
    unit = unit_of(request)
    state = request.GET.get("state", "")
    rows = progress_of(
        unit.pk,
        slug,
        year,
        state=state if state in State.values else "",
        text=keyword(request),
    )
    page = paginate(request, rows, PROGRESS_PER_PAGE)
    shown = list(page.object_list)
    continued = carried_ids(call, shown) if year == call.year - 1 else set()
    certificates = printable_certificates(shown)
    context = unit_frame(call, unit.name, current="progress") | {
        "page": page,
        "unit": unit,
        "keyword": keyword(request),
        "year": year,
        "years": years_of(call),
        "states": [s for s in State if s != State.DRAFT],
        "rows": [
            (row, can_be_continued(row, call), row.pk in continued, certificates.get(row.pk))
            for row in shown
        ],
    }
    return render(request, "programs/progress.html", context)


def _year(request: HttpRequest, call: Call) -> int:
    return small_number(request.GET.get("year", ""), digits=4) or call.year


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """我的办件: everything of the unit, or of a person; what waits for them first."""
    user, membership = signed_in(request), acting_membership(request)
    unit = membership.unit if membership else None
    group = group_named(request.GET.get("state", ""))
    rows = work_of(user, membership).filter(state__in=group.states)
    handed = Application.objects.none()
    if membership:
        handed = handed_to_unit(membership, waiting=True)
    context = {
        "owner": unit.name if unit else str(user),
        "to_report_up": handed.count(),
        "group": group,
        "page": paginate(request, rows, PROGRESS_PER_PAGE),
        "crumbs": [(_("我的办件"), "")],
        **(person_menu("home") if acts_as_self(user) else {}),
    }
    return render(request, "programs/mine.html", context)
