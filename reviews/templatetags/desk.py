"""Pieces of the review desk: `{% load desk %}`."""

from typing import Any

from django import template

from accounts.models import StaffPosition, User
from portal.lib.dates import year_without_holidays
from programs.queries.matters import matters
from reviews.forms.decision import DecisionForm
from reviews.queries.dashboard import dashboard
from reviews.queries.money import money_for
from reviews.rules import desk_of

register = template.Library()
Role = StaffPosition.Role


@register.inclusion_tag("admin/reviews/_mark.html", takes_context=True)
def mark(context: template.Context, target: str, label: str) -> dict[str, Any]:
    """The place beside an answer where a return says what is wrong with it."""
    form: DecisionForm = context["form"]
    return {
        "target": target,
        "label": label,
        "reason": form.marks.get(target, ""),
        "decides": context["decides"],
    }


@register.inclusion_tag("admin/reviews/_holidays.html")
def holidays_missing(user: User) -> dict[str, Any]:
    """Names the year for which time limits are counted without public holidays, if any."""
    enters = desk_of(user).has_role(Role.PROGRAM_MANAGER, Role.SYSTEM_ADMIN)
    return {"year": year_without_holidays(), "enters": enters}


@register.inclusion_tag("admin/reviews/_dashboard.html")
def review_dashboard(user: User) -> dict[str, Any]:
    """What the index page shows above the list of models; nothing for roles that read no files."""
    desk = desk_of(user)
    return {"dashboard": dashboard(user, desk) if desk.may_read else None, "desk": desk}


@register.inclusion_tag("admin/programs/_matters.html")
def calls_dashboard(user: User) -> dict[str, Any]:
    """What waits for programme managers; nothing for others."""
    return {"matters": matters() if desk_of(user).has_role(Role.PROGRAM_MANAGER) else None}


@register.inclusion_tag("admin/reviews/_money.html")
def money_dashboard(user: User) -> dict[str, Any]:
    """What waits for finance, above it on the index page; nothing for roles that pay nothing."""
    return {"money": money_for(user)}
