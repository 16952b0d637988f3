"""Files of an application: uploaded into slots, shown, replaced, put in order, removed."""

import dataclasses
from collections.abc import Sequence
from typing import Literal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.access import signed_in
from accounts.views.files import send_file
from portal.lib.private_files import send
from programs.actions.attachments import add_files, delete_file, move_file
from programs.actions.drafts import start_unit_application
from programs.models import Application, Attachment
from programs.queries.attachments import get_attachment, get_document, get_own_attachment
from programs.queries.filing import get_unit_call
from programs.views.access import for_units, get_editable_for, unit_of
from programs.views.filing_page import open_page, page_url


@login_required
@require_POST
def upload(request: HttpRequest, number: str, slot: str) -> HttpResponse:
    return _upload(request, get_editable_for(request, number), slot)


@for_units
@require_POST
def unit_upload(request: HttpRequest, slug: str, year: int, slot: str) -> HttpResponse:
    """Into the unit's part, which is begun by the first upload if it was not before."""
    unit = unit_of(request)
    part = start_unit_application(get_unit_call(slug, year), unit, signed_in(request))
    return _upload(request, part, slot)


@login_required
@require_POST
def replace(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    old = get_own_attachment(get_editable_for(request, number), pk)
    return _upload(request, old.application, old.slot, replaces=old)


@login_required
@require_POST
def delete(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    attachment = get_own_attachment(get_editable_for(request, number), pk)
    delete_file(attachment)
    return _slot_changed(request, attachment.application, attachment.slot)


@login_required
@require_POST
def reorder(
    request: HttpRequest, number: str, pk: int, direction: Literal["earlier", "later"]
) -> HttpResponse:
    attachment = get_own_attachment(get_editable_for(request, number), pk)
    move_file(attachment, earlier=direction == "earlier")
    return _slot_changed(request, attachment.application, attachment.slot)


@login_required
@require_safe
def show(request: HttpRequest, number: str, pk: int) -> FileResponse:
    """The file itself: shown when the browser can, else offered for download."""
    return send_file(get_attachment(signed_in(request), number, pk))


@login_required
@require_safe
def show_thumbnail(request: HttpRequest, number: str, pk: int) -> FileResponse:
    attachment = get_attachment(signed_in(request), number, pk)
    if not attachment.thumbnail:
        raise Http404
    return send(attachment.thumbnail, content_type="image/jpeg")


@login_required
@require_safe
def show_document(request: HttpRequest, number: str, pk: int) -> FileResponse:
    """A document that we have rendered, while it is valid."""
    document = get_document(signed_in(request), number, pk)
    filename = f"{document.title}-{document.number}.pdf"
    return send(document.file, content_type="application/pdf", filename=filename)


def _upload(
    request: HttpRequest, application: Application, key: str, replaces: Attachment | None = None
) -> HttpResponse:
    slot = application.form.slot_by_key.get(key)
    if slot is None:
        raise Http404
    files = request.FILES.getlist("file")
    refusals = add_files(application, slot, files, signed_in(request), replaces=replaces)
    if not files:
        refusals = [_("请选择要上传的文件。")]
    return _slot_changed(request, application, key, refusals)


def _slot_changed(
    request: HttpRequest, application: Application, key: str, refusals: Sequence[str] = ()
) -> HttpResponse:
    """The slot as it is now: a fragment for htmx, the page at its slot for others."""
    if not request.htmx:  # type: ignore[attr-defined]
        for refusal in refusals:
            messages.error(request, refusal)
        return redirect(f"{page_url(application)}#slot_{key}")
    page = open_page(application)
    shown = next(view for view in page.slots if view.slot.key == key)
    context = {
        "page": page,
        "application": application,
        "view": dataclasses.replace(shown, refusals=refusals),
        "is_fragment": True,
    }
    return render(request, "programs/form/slot.html", context, status=422 if refusals else 200)
