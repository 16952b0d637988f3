"""For whom somebody with several units acts, and the switch between them: `{% load acting %}`."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse

from accounts.queries import acting_memberships, acting_unit

register = template.Library()


@register.inclusion_tag("components/acting_unit.html", takes_context=True)
def acting_unit_switch(context: Context) -> dict[str, Any]:
    """Nothing for who acts for one unit only; asks the database once per request at most."""
    request: HttpRequest = context["request"]
    memberships = acting_memberships(request)
    unit = acting_unit(request)
    shown = context.get("application")
    units = {item.unit_id: item.unit for item in memberships}
    is_others = bool(unit and shown and shown.unit_id in units.keys() - {unit.pk})
    return {
        "memberships": memberships if len(memberships) > 1 else [],
        "acting": unit,
        "owner": units[shown.unit_id] if shown and is_others else None,
        "next": _next(request),
        "csrf_token": context.get("csrf_token"),
    }


def _next(request: HttpRequest) -> str:
    """Where the switch leads: to this page again, or to all that the other unit has filed.

    A page of one application stays with its unit; the answer to a button cannot be opened.
    """
    match = request.resolver_match
    belongs_to_one = match is not None and "number" in match.kwargs
    if belongs_to_one or request.method != "GET":
        return reverse("programs:mine")
    return request.get_full_path()
