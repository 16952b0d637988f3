"""How much of what one has filed stands where: `{% load work %}`."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context

from accounts.queries import acting_membership
from accounts.views.access import signed_in
from programs.queries.work import Group, count_groups

register = template.Library()


@register.inclusion_tag("programs/parts/work_counts.html", takes_context=True)
def work_counts(context: Context, current: Group | None = None) -> dict[str, Any]:
    """A card for each group of states, leading to 我的办件 filtered by it; marks the current."""
    request: HttpRequest = context["request"]
    counts = count_groups(signed_in(request), acting_membership(request))
    return {"counts": counts, "current": current}
