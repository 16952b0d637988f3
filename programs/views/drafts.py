"""The filing page of one application: opened, saved while somebody types, submitted, deleted."""

import json
from dataclasses import dataclass
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from accounts.actions.consents import give
from accounts.views.access import signed_in
from portal.lib.client import client_address
from programs.actions.drafts import (
    Saved,
    delete_draft,
    save_answers,
    start_unit_application,
)
from programs.answers import pack
from programs.continuing import last_of_unit
from programs.forms.sheet import Sheet, blank_row, row_count
from programs.models import Application, Call
from programs.prefill import prefilled
from programs.queries.applications import get_application_for, get_case_for, unit_application
from programs.queries.filing import get_call, get_unit_call
from programs.queries.history import timeline
from programs.rules.access import can_file, can_report_up
from programs.rules.consents import missing_ticks
from programs.states import Action, State
from programs.submission import Incomplete
from programs.views.access import (
    asks_to_read,
    for_units,
    get_editable_for,
    is_identified,
    to_guide,
    to_identity_check,
    unit_of,
)
from programs.views.detail_page import detail_context
from programs.views.filing_page import FilingPage, list_url, open_page, page_url, urls_of
from programs.views.frames import frame_of
from programs.workflow import move


@login_required
@require_safe
def application(request: HttpRequest, number: str) -> HttpResponse:
    """An application by its number: the form while it can be changed, then what was submitted."""
    user = signed_in(request)
    found = get_case_for(user, number)
    is_opened = found.is_editable and can_file(user, found)
    if found.is_own and is_opened and not is_identified(user, found.definition):
        return to_identity_check(request)
    return show(request, found)


@for_units
@require_safe
def unit(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """单位申报信息 of a call; nothing is stored until somebody types."""
    call = get_unit_call(slug, year)
    if asks_to_read(request, call):
        return to_guide(request, call)
    return show(request, unit_part(request, call))


@login_required
@require_POST
def save(request: HttpRequest, number: str) -> HttpResponse:
    return _save(request, get_editable_for(request, number))


@for_units
@require_POST
def unit_save(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    return _save(request, _begun_unit_part(request, slug, year))


@login_required
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    return _submit(request, get_editable_for(request, number))


@for_units
@require_POST
def unit_submit(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    return _submit(request, _begun_unit_part(request, slug, year))


@for_units
@require_POST
def unit_revise(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """【变更信息】: opens the unit's part that we had approved, to be submitted again."""
    part = unit_application(get_unit_call(slug, year), unit_of(request).pk)
    if part is None:
        raise Http404
    move(part.pk, Action.REVISE, signed_in(request), address=client_address(request))
    messages.info(request, _("请修改后重新提交；重新提交前不能提交人员。"))
    return redirect(page_url(part))


@login_required
@require_POST
def delete(request: HttpRequest, number: str) -> HttpResponse:
    """Deletes a person's draft."""
    user = signed_in(request)
    found = get_application_for(user, number)
    delete_draft(found.pk, user, client_address(request))
    messages.success(request, _("草稿已删除。"))
    return redirect(list_url(found))


@login_required
@require_safe
def row(request: HttpRequest, slug: str, year: int, part: str, section: str) -> HttpResponse:
    """One more blank row for a repeating section of an open page."""
    try:
        group = get_call(slug, year).definition.form(part).groups[section]
    except KeyError as error:
        raise Http404 from error
    index = row_count(section, request.GET) or 0
    context = {"section": group, "row": blank_row(group, index), "total": index + 1}
    return render(request, "programs/form/added_row.html", context)


def show(
    request: HttpRequest,
    found: Application,
    page: FilingPage | None = None,
    status: int = 200,
    **refusals: str,
) -> HttpResponse:
    """The page of an application in its present state."""
    user = signed_in(request)
    is_filer = can_file(user, found)
    context = frame_of(found, user) | refusals
    if not (found.is_editable and is_filer):
        context |= detail_context(found, is_filer=is_filer)
        context["can_report_up"] = can_report_up(user, found)
        return render(request, "programs/detail.html", context, status=status)
    page = page or open_page(found, extra=request.GET.get("add", ""), find=_keyword(request, found))
    ours = not found.is_person and found.definition.approves_units_itself
    context |= {
        "page": page,
        "application": found,
        "urls": urls_of(found),
        "is_approved_by_us": ours,
        "is_revised": ours and found.submitted_at is not None,
        "events": timeline(found) if page.remarks.returned else [],
        "last_year": None if found.is_person else last_of_unit(found.call, found.named_unit.pk),
    }
    return render(request, "programs/filing.html", context, status=status)


def _keyword(request: HttpRequest, found: Application) -> str:
    """What was typed into the search for a unit, by a page without scripts."""
    question = found.form.unit_field
    return request.GET.get(f"{question.key}-q", "") if question else ""


def unit_part(request: HttpRequest, call: Call) -> Application:
    """The stored part of the acting unit, or one that is only shown yet."""
    unit_acting = unit_of(request)
    if existing := unit_application(call, unit_acting.pk):
        return existing
    form = call.definition.form("unit")
    return Application(
        call=call,
        version=call.version,
        part=Application.Part.UNIT,
        unit=unit_acting,
        unit_name=unit_acting.name,
        district=unit_acting.district,
        answers=pack(form, prefilled(form, unit_acting)),
    )


def _begun_unit_part(request: HttpRequest, slug: str, year: int) -> Application:
    return start_unit_application(get_unit_call(slug, year), unit_of(request), signed_in(request))


@dataclass(frozen=True)
class Taken:
    """What a POST brought and what became of it."""

    sheet: Sheet
    saved: Saved

    def page(self) -> FilingPage:
        """What was typed, with what is wrong with it and what a colleague has changed."""
        saved = self.saved
        return open_page(
            saved.application, sheet=self.sheet, base=saved.base, conflicts=saved.conflicts
        )


def _take(request: HttpRequest, found: Application) -> Taken:
    sheet = Sheet(found.form, request.POST)
    saved = save_answers(
        found.pk,
        signed_in(request),
        sheet.answers(),
        _base(request),
        keep=request.POST.getlist("keep"),
        take=request.POST.getlist("take"),
    )
    return Taken(sheet, saved)


def _base(request: HttpRequest) -> dict[str, str]:
    """The fingerprints that the page began with; nothing when they are not readable."""
    try:
        base = json.loads(request.POST.get("base", "") or "{}")
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in base.items()} if isinstance(base, dict) else {}


def _save(request: HttpRequest, found: Application) -> HttpResponse:
    taken = _take(request, found)
    if request.htmx:  # type: ignore[attr-defined]
        return _saved_fragment(request, taken)
    if taken.saved.conflicts:
        return show(request, taken.saved.application, taken.page(), status=409)
    messages.success(request, _("信息已保存"))
    url = page_url(taken.saved.application)
    if (group := request.POST.get("add_row", "")) in found.form.groups:
        url += f"?add={group}#group_{group}"
    elif (key := request.POST.get("find", "")) in found.form.fields:
        text = quote(request.POST.get(f"{key}-q", "")[:40])
        url += f"?{key}-q={text}#id_{key}"
    return redirect(url)


def _saved_fragment(request: HttpRequest, taken: Taken) -> HttpResponse:
    """What changes in an open page after a save: notes, steps, what a colleague changed."""
    saved = taken.saved
    page = taken.page()
    context = {
        "page": page,
        "application": saved.application,
        "urls": urls_of(saved.application),
        "back_url": list_url(saved.application),
        "is_explicit": request.POST.get("action") == "save",
        "renewed": _renewed(saved),
    }
    response = render(request, "programs/form/saved.html", context)
    now = timezone.localtime()
    return trigger_client_event(response, "gov:saved", {"at": f"{now:%H:%M}"})


def _renewed(saved: Saved) -> dict[str, object]:
    """The fields and sections to be shown anew, with the colleague's answers."""
    keys = saved.renewed
    if not keys:
        return {"keys": [], "fields": [], "groups": []}
    page = open_page(saved.application)
    return {
        "keys": keys,
        "page": page,
        "fields": [page.sheet.main[key] for key in keys if key in page.sheet.main.fields],
        "groups": [view for view in page.sections if view.section.key in keys],
    }


def _submit(request: HttpRequest, found: Application) -> HttpResponse:
    """Saves what the page holds and submits it; refused, the page says at each field why."""
    taken = _take(request, found)
    current = taken.saved.application
    _give_consents(request, current)
    if taken.saved.conflicts:
        return show(request, current, taken.page(), status=409)
    try:
        submitted = move(
            current.pk, Action.SUBMIT, signed_in(request), address=client_address(request)
        )
    except Incomplete:
        page = open_page(current, shows_gaps=True)
        return show(request, current, page, status=422)
    if submitted.state == State.APPROVED:
        messages.success(request, _("信息已保存并提交，系统已自动通过。"))
    elif submitted.state == State.AWAITING_UNIT:
        messages.success(request, _("已提交给单位，请联系所属企业进行上报。"))
    else:
        messages.success(request, _("已提交审核，提交后不可修改。"))
    return redirect(page_url(submitted))


def _give_consents(request: HttpRequest, own: Application) -> None:
    """What was ticked beside the button; it stands even when something else is still missing."""
    ticked = request.POST.getlist("agree")
    for tick in missing_ticks(own):
        if tick.purpose in ticked:
            give(signed_in(request), tick.purpose, client_address(request))
