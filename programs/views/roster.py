"""Rosters of people: the template, what is sent in, what it would do, and the import."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.audit import record
from accounts.views.access import signed_in
from portal.lib.client import client_address
from portal.lib.private_files import send
from programs.actions.roster import cancel, confirm, send_in
from programs.definitions.forms import Form
from programs.forms.roster import ArchiveForm, RosterForm
from programs.models import Call, RosterImport, RosterRow
from programs.queries.applications import unit_application
from programs.queries.filing import accepts_people, get_unit_call
from programs.queries.roster import (
    SHOWN_ROWS,
    archives_of,
    get_roster,
    known_people,
    rosters_of,
    tally,
)
from programs.roster.columns import MAX_ROWS, Plan
from programs.roster.template import write_template
from programs.views.access import for_units, unit_of
from programs.views.frames import unit_frame

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ORDERS = 10


@for_units
@require_safe
def rosters(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """批量导入: the three steps, and what was sent before."""
    return overview(request, _call(slug, year))


def overview(
    request: HttpRequest,
    call: Call,
    *,
    roster_form: RosterForm | None = None,
    archive_form: ArchiveForm | None = None,
) -> HttpResponse:
    """The page of 批量导入, with a form that was refused."""
    unit = unit_of(request)
    context = unit_frame(call, unit.name, current="person") | {
        "roster_form": roster_form or RosterForm(),
        "archive_form": archive_form or ArchiveForm(),
        "rosters": rosters_of(call, unit.pk)[:SHOWN_ORDERS],
        "archives": archives_of(call, unit.pk)[:SHOWN_ORDERS],
        "accepts_people": accepts_people(unit_application(call, unit.pk)),
        "max_rows": MAX_ROWS,
        "has_slots": bool(person_form(call).slots),
    }
    status = 422 if roster_form or archive_form else 200
    return render(request, "programs/roster/overview.html", context, status=status)


@for_units
@require_POST
def template(request: HttpRequest, slug: str, year: int) -> HttpResponseBase:
    """The workbook to fill in, with the people whom we know. It names them, so it is audited."""
    call, unit = _call(slug, year), unit_of(request)
    target = io.BytesIO()
    title = _("{program} {year} 年度 人员名单").format(program=call.program, year=year)
    people = list(known_people(call, unit.pk))
    write_template(target, Plan(person_form(call)), title, people)
    detail = {"call": str(call.pk), "people": len(people)}
    record(signed_in(request), "take_roster_template", unit, detail, client_address(request))
    target.seek(0)
    response = FileResponse(target, as_attachment=True, filename=f"{title}.xlsx", content_type=XLSX)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@for_units
@require_POST
def upload(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Takes a roster; a worker looks it through."""
    call = _call(slug, year)
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return overview(request, call, roster_form=form)
    part = unit_application(call, unit_of(request).pk)
    address = client_address(request)
    order = send_in(RosterImport, part, signed_in(request), form.checked, address)
    return redirect("programs:roster", slug, year, order.pk)


@for_units
@require_safe
def roster(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """One roster: how far it is, what it would do, what became of it."""
    call, found = _found(request, slug, year, pk)
    name = "_roster.html" if request.headers.get("HX-Request") else "roster.html"
    context = unit_frame(call, found.unit.name, current="person")
    context |= {"roster": found, "counts": tally(found), "rows": _rows(found)}
    context["has_slots"] = bool(person_form(call).slots)
    return render(request, f"programs/roster/{name}", context)


def _rows(found: RosterImport) -> list[RosterRow]:
    """What wants looking at: rows with problems, and rows that were refused."""
    if found.is_running:
        return []
    told = found.rows.exclude(problems=[], reason="")
    return list(told.select_related("application")[:SHOWN_ROWS])


@for_units
@require_POST
def roster_confirm(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    _call_found, found = _found(request, slug, year, pk)
    confirm(found, signed_in(request), client_address(request))
    return redirect("programs:roster", slug, year, pk)


@for_units
@require_POST
def roster_cancel(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    _call_found, found = _found(request, slug, year, pk)
    cancel(found)
    return redirect("programs:roster", slug, year, pk)


@for_units
@require_safe
def roster_returned(request: HttpRequest, slug: str, year: int, pk: int) -> FileResponse:
    """The same workbook with its marks."""
    _call_found, found = _found(request, slug, year, pk)
    if not found.returned:
        raise Http404
    name = found.name.rpartition(".")[0]
    return send(found.returned, as_attachment=True, filename=f"{name}-{_('检查结果')}.xlsx")


def _found(request: HttpRequest, slug: str, year: int, pk: int) -> tuple[Call, RosterImport]:
    call = _call(slug, year)
    return call, get_roster(call, unit_of(request).pk, pk)


def _call(slug: str, year: int) -> Call:
    call = get_unit_call(slug, year)
    person_form(call)
    return call


def person_form(call: Call) -> Form:
    """What the programme asks about a person; Http404 when it is about units alone."""
    form = call.definition.person
    if form is None:
        raise Http404
    return form
