"""Many people at once: submitted, and taken out as a sheet."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.audit import record
from accounts.views.access import signed_in
from portal.lib.client import client_address
from portal.lib.numbering import small_number
from programs.actions.submissions import submit_people
from programs.exports import write_sheet
from programs.models import Application
from programs.queries.filing import get_unit_call, latest_unit_call, people_of, progress_of
from programs.queries.submissions import get_submission, progress_of_batch, results_of
from programs.states import GRANTED, State
from programs.views.access import for_units, ticked_numbers, unit_of
from programs.views.frames import unit_frame


@for_units
@require_POST
def submit_many(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """勾选后【提交审核】: to the page with one result for each person, which fills as they come."""
    call, unit = get_unit_call(slug, year), unit_of(request)
    chosen = people_of(unit.pk, call).filter(number__in=ticked_numbers(request))
    people = list(chosen.defer("answers", "edits", "amount_working").order_by("pk"))
    batch = submit_people(call, unit, people, signed_in(request), client_address(request))
    return redirect("programs:submission", slug, year, batch.pk)


@for_units
@require_safe
def submission(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """How far a batch is, and what became of each person."""
    call, unit = get_unit_call(slug, year), unit_of(request)
    batch = get_submission(call, unit.pk, pk)
    name = "parts/submission.html" if request.headers.get("HX-Request") else "batch_result.html"
    results = list(results_of(batch))
    refused = [each.application for each in results if not each.is_done]
    context = unit_frame(call, unit.name, current="person") | {
        "batch": batch,
        "progress": progress_of_batch(batch),
        "results": results,
        "to_repeat": [person.number for person in refused if person.is_editable],
    }
    return render(request, f"programs/{name}", context)


@for_units
@require_POST
def export(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The filtered list of 奖励申报进度 as a sheet, or everybody of the year who was approved."""
    call, unit = latest_unit_call(slug), unit_of(request)
    year = small_number(request.POST.get("year", ""), digits=4) or call.year
    if "approved" in request.POST:
        rows = progress_of(unit.pk, slug, year).filter(state__in=GRANTED)
        title = _("{program} {year} 年度 已通过人员")
    else:
        state = request.POST.get("state", "")
        rows = progress_of(
            unit.pk,
            slug,
            year,
            state=state if state in State.values else "",
            text=request.POST.get("q", "").strip(),
        )
        title = _("{program} {year} 年度 申报人员")
    detail = {"program": slug, "year": year, "approved": "approved" in request.POST}
    record(signed_in(request), "export_people", unit, detail, client_address(request))
    return sheet_response(rows, title.format(program=call.program, year=year))


def sheet_response(rows: QuerySet[Application], title: str) -> FileResponse:
    """A list of applications as an XLSX file to be kept: the caller has checked who may see them,
    and written down who took them out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_sheet(path, rows)
        content = io.BytesIO(path.read_bytes())
    response = FileResponse(content, as_attachment=True, filename=f"{title}.xlsx")
    response.headers["Cache-Control"] = "private, no-store"
    return response
