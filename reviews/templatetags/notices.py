"""Where filings and programmes lead to their public notices: `{% load notices %}`."""

from collections.abc import Sequence
from typing import Any

from django import template

from accounts.models import Unit
from programs.models import Application, Program
from reviews.models import PublicNotice
from reviews.queries.notices import notice_listing, notices_listing, notices_of_program

register = template.Library()

OF_PROGRAM = 3


@register.inclusion_tag("reviews/notices/_on_notice.html")
def on_notice(application: Application) -> dict[str, Any]:
    """How long an application is on show, and where."""
    return {"notice": notice_listing(application)}


@register.simple_tag
def unit_notices(unit: Unit, program: Program, year: int) -> Sequence[PublicNotice]:
    """The notices of a year in which people of a unit are on show."""
    return list(notices_listing(unit, program, year))


@register.simple_tag
def program_notices(program: Program) -> Sequence[PublicNotice]:
    """The newest public notices of a programme."""
    return list(notices_of_program(program)[:OF_PROGRAM])
