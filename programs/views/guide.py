"""已阅读, ticked under the guide of a programme before its first start."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.views.access import signed_in
from portal.lib.client import client_address
from programs.actions.guide import confirm_reading
from programs.models import Call
from programs.queries.filing import get_call
from programs.queries.guide import must_read
from programs.views.access import demand_business, for_persons, for_units, unit_of
from programs.views.catalogue import policy_page


@require_POST
def confirm(request: HttpRequest, slug: str, year: int) -> HttpResponseBase:
    """Remembers that whoever files has read the guide, and opens the filing."""
    call = get_call(slug, year)
    if call.definition.filed_by == "person":
        return _confirm_for_oneself(request, call)
    return _confirm_for_unit(request, call)


@for_persons
def _confirm_for_oneself(request: HttpRequest, call: Call) -> HttpResponse:
    return _confirm(request, call, None)


@for_units
def _confirm_for_unit(request: HttpRequest, call: Call) -> HttpResponse:
    demand_business(request, call.program.slug)
    return _confirm(request, call, unit_of(request))


def _confirm(request: HttpRequest, call: Call, unit: Unit | None) -> HttpResponse:
    if must_read(call) and not request.POST.get("has_read"):
        refusal = _("请阅读申报说明后勾选“已阅读”。")
        return policy_page(request, call, refusal, status=422)
    confirm_reading(call, signed_in(request), unit, client_address(request))
    return redirect("programs:apply", call.program.slug)
