"""网上办事服务大厅: the second entry to the same filings, by who files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from programs.cards import card_of
from programs.queries.catalogue import listed_calls

AUDIENCES = (("person", _("个人办事"), "person"), ("unit", _("单位办事"), "building"))


@require_safe
def hall(request: HttpRequest) -> HttpResponse:
    """The programmes as matters of persons and of units; the accounts are those of the portal."""
    calls = list(listed_calls())
    sections = [
        {
            "title": title,
            "icon": icon,
            "cards": [card_of(call) for call in calls if call.definition.filed_by == audience],
        }
        for audience, title, icon in AUDIENCES
    ]
    return render(request, "site/hall.html", {"sections": sections})
