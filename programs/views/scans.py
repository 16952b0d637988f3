"""Archives of scans: sent in, matched to people and slots, confirmed, stored."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.access import signed_in
from portal.lib.client import client_address
from portal.lib.paging import paginate
from programs.actions.roster import cancel, confirm, save_matches, send_in
from programs.forms.roster import ArchiveForm, MatchForm
from programs.models import Application, Call, ScanArchive, ScanFile
from programs.queries.applications import unit_application
from programs.queries.filing import get_unit_call, people_of
from programs.queries.roster import files_of, get_archive
from programs.states import EDITABLE
from programs.views.access import for_units, unit_of
from programs.views.frames import unit_frame
from programs.views.roster import overview

PER_PAGE = 50


@for_units
@require_POST
def upload(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Takes an archive; a worker matches its files."""
    call = get_unit_call(slug, year)
    form = ArchiveForm(request.POST, request.FILES)
    if not form.is_valid():
        return overview(request, call, archive_form=form)
    part = unit_application(call, unit_of(request).pk)
    order = send_in(ScanArchive, part, signed_in(request), form.checked, client_address(request))
    return redirect("programs:scans", slug, year, order.pk)


@for_units
@require_safe
def scans(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """One archive: the table to be confirmed, or what became of each file."""
    call, found = _found(request, slug, year, pk)
    return _page(request, call, found)


def _page(
    request: HttpRequest, call: Call, found: ScanArchive, data: object = None
) -> HttpResponse:
    page = paginate(request, files_of(found), PER_PAGE)
    context = unit_frame(call, found.unit.name, current="person")
    context |= {"archive": found, "page": page, "counts": _counts(found)}
    status = 200
    if found.state == found.State.CHECKED:
        form = MatchForm(_open(page.object_list), _people(found), data)
        context |= {"form": form, "names": form.names.labels.values()}
        status = 422 if form.errors else 200
    name = "_scans.html" if request.headers.get("HX-Request") else "scans.html"
    return render(request, f"programs/roster/{name}", context, status=status)


@for_units
@require_POST
def scans_confirm(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """【保存本页】, or 【确认上传】: keeps what was chosen on the page, and starts."""
    call, found = _found(request, slug, year, pk)
    if found.state == found.State.CHECKED:
        form = MatchForm(_posted(found, request), _people(found), request.POST)
        if not form.is_valid():
            return _page(request, call, found, request.POST)
        save_matches(found, form.matched())
    if "save" not in request.POST:
        confirm(found, signed_in(request), client_address(request))
        return redirect("programs:scans", slug, year, pk)
    messages.success(request, _("本页的对应关系已保存。"))
    return redirect(request.get_full_path().replace("/confirm/", "/"))


@for_units
@require_POST
def scans_cancel(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    __, found = _found(request, slug, year, pk)
    cancel(found)
    return redirect("programs:scans", slug, year, pk)


def _found(request: HttpRequest, slug: str, year: int, pk: int) -> tuple[Call, ScanArchive]:
    call = get_unit_call(slug, year)
    return call, get_archive(call, unit_of(request).pk, pk)


def _open(files: object) -> list[ScanFile]:
    return [file for file in files if file.state == ScanFile.State.OPEN]  # type: ignore[attr-defined]


def _posted(found: ScanArchive, request: HttpRequest) -> list[ScanFile]:
    """The files that stood on the page: meanwhile others may stand there."""
    files = found.files.filter(state=ScanFile.State.OPEN)
    return [file for file in files if f"slot-{file.pk}" in request.POST]


def _people(found: ScanArchive) -> list[Application]:
    people = people_of(found.unit_id, found.call).filter(state__in=EDITABLE)
    return list(people.defer("answers", "edits", "amount_working"))


def _counts(found: ScanArchive) -> dict[str, int]:
    """How many files are in each state, and how many the names do not tell."""
    wanted = {state.value: Count("pk", filter=Q(state=state)) for state in ScanFile.State}
    doubtful = Q(state=ScanFile.State.OPEN) & (Q(application=None) | Q(slot=""))
    return found.files.aggregate(doubtful=Count("pk", filter=doubtful), **wanted)
