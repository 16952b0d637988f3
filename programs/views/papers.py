"""Papers to be signed or stamped, with what we know filled in already."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.views.access import signed_in
from accounts.views.files import send_file
from programs.documents.paper import draw_paper
from programs.models import Application
from programs.queries.applications import get_application_for
from programs.queries.call_files import template_of
from programs.queries.filing import get_unit_call
from programs.views.access import for_units
from programs.views.drafts import unit_part


@login_required
@require_safe
def paper(request: HttpRequest, number: str, slot: str) -> HttpResponseBase:
    """The paper that belongs into a slot of an application."""
    return _send(get_application_for(signed_in(request), number), slot)


@for_units
@require_safe
def unit_paper(request: HttpRequest, slug: str, year: int, slot: str) -> HttpResponseBase:
    """The same for the unit's part, begun or not."""
    return _send(unit_part(request, get_unit_call(slug, year)), slot)


def _send(found: Application, key: str) -> HttpResponseBase:
    """The managers' own template, where they have one for the call; else ours, filled in."""
    if own := template_of(found.call, found.part, key):
        return send_file(own)
    slot = found.form.slot_by_key.get(key)
    if slot is None or slot.template is None:
        raise Http404
    response = HttpResponse(draw_paper(slot.template, found), content_type="application/pdf")
    name = f"{slot.template.title.zh}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
