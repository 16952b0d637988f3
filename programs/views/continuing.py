"""继续申报: what last year's filing brings along is shown, and then confirmed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.actions.carry_over import carry_over
from programs.continuing import continuation
from programs.models import Application
from programs.queries.applications import get_application_for, unit_application
from programs.queries.filing import accepts_people, can_be_continued, latest_call
from programs.views.access import signed_in
from programs.views.frames import unit_frame
from programs.workflow import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def continue_person(request: HttpRequest, number: str) -> HttpResponse:
    """Shows item by item what is taken over; upon 【确认】 makes this year's draft."""
    user = signed_in(request)
    earlier = get_application_for(user, number)
    call = latest_call(earlier.call.program.slug)
    if request.method == "POST":
        return redirect("programs:application", carry_over(earlier, call, user).number)
    if not can_be_continued(earlier, call):
        raise Refused(_("只有上一年度审核通过的人员可以继续申报。"))
    continued = Application.objects.filter(call=call, carried_from=earlier).first()
    if continued:
        return redirect("programs:application", continued.number)
    part = unit_application(call, earlier.named_unit.pk)
    context = unit_frame(call, earlier.unit_name, current="progress") | {
        "earlier": earlier,
        "plan": continuation(earlier, call),
        "accepts_people": accepts_people(part),
    }
    template = "carried_dialog" if request.htmx else "carried"  # type: ignore[attr-defined]
    return render(request, f"programs/workspace/{template}.html", context)
