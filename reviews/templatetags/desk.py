"""Pieces of the review desk: `{% load desk %}`."""

from typing import Any

from django import template

from reviews.forms.decision import DecisionForm

register = template.Library()


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
