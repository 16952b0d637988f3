"""继续申报: what last year's filing brings along is shown, and then confirmed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.access import signed_in
from programs.actions.carry_over import carry_over
from programs.continuing import continuation, continued_by
from programs.models import Application, Call
from programs.queries.applications import get_application_for, unit_application
from programs.queries.filing import accepts_people, can_be_continued, latest_call
from programs.views.access import (
    asks_to_read,
    is_identified,
    to_guide,
    to_identity_check,
)
from programs.views.filing_page import page_url
from programs.views.frames import person_frame, unit_frame
from programs.workflow import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def continue_filing(request: HttpRequest, number: str) -> HttpResponse:
    """Shows item by item what is taken over; upon 【确认】 makes this year's draft."""
    user = signed_in(request)
    earlier = get_application_for(user, number)
    call = latest_call(earlier.call.program.slug)
    if earlier.is_own and not is_identified(user, call.definition):
        return to_identity_check(request)
    if asks_to_read(request, call):
        return to_guide(request, call)
    if request.method == "POST":
        return redirect(page_url(carry_over(earlier, call, user)))
    if not can_be_continued(earlier, call):
        raise Refused(_("只有上一年度审核通过的申报可以继续申报。"))
    if existing := continued_by(earlier, call):
        return redirect(page_url(existing))
    context = _frame(request, earlier, call) | {
        "earlier": earlier,
        "found": continuation(earlier, call),
        "needs_unit_part": _needs_unit_part(earlier, call),
    }
    template = "carried_dialog" if request.htmx else "carried"  # type: ignore[attr-defined]
    return render(request, f"programs/workspace/{template}.html", context)


def _needs_unit_part(earlier: Application, call: Call) -> bool:
    """Whether a person whom a unit files has to wait until the unit's part is submitted."""
    if earlier.is_own or not earlier.is_person:
        return False
    return not accepts_people(unit_application(call, earlier.named_unit.pk))


def _frame(request: HttpRequest, earlier: Application, call: Call) -> dict[str, Any]:
    slug = call.program.slug
    if earlier.is_own:
        frame = person_frame(call.program, call, signed_in(request))
        back = reverse("programs:own", args=[slug])
    elif earlier.is_person:
        frame = unit_frame(call, earlier.unit_name, current="progress")
        back = f"{reverse('programs:progress', args=[slug])}?year={earlier.call.year}"
    else:
        frame = unit_frame(call, earlier.unit_name, current="unit")
        back = reverse("programs:unit", args=[slug, call.year])
    return frame | {"cancel_url": back}
