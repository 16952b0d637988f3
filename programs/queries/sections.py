"""会员中心 by programme: its sections, and what the unit files in each."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Membership
from accounts.queries import business_codes
from portal.lib.dates import filing_year
from programs.models import Application, Call
from programs.queries.allowance import allowed
from programs.queries.applications import with_context
from programs.queries.catalogue import published_calls


@dataclass(frozen=True)
class Section:
    """A section of the member centre: one programme, or some that belong together."""

    title: str
    calls: tuple[Call, ...]
    """The newest call of each."""

    @property
    def slug(self) -> str:
        """By which it is asked for: that of its first programme."""
        return self.calls[0].program.slug

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(call.program.slug for call in self.calls)


def sections_of(membership: Membership) -> list[Section]:
    """The programmes that units file for people, section by section, as far as allowed."""
    found: dict[str, list[Call]] = {}
    for call in calls_of(membership):
        title = str(call.definition.section or call.program)
        found.setdefault(title, []).append(call)
    return [Section(title, tuple(calls)) for title, calls in found.items()]


def calls_of(membership: Membership) -> list[Call]:
    """The newest call of each programme that units file for people, as far as allowed."""
    calls = published_calls().filter(program__is_listed=True, year__lte=filing_year())
    if (codes := business_codes(membership)) is not None:
        calls = calls.filter(program__slug__in=codes)
    newest = calls.order_by("program_id", "-year").distinct("program_id")
    found = Call.objects.filter(pk__in=newest.values("pk")).select_related("program", "version")
    return [
        call
        for call in found.order_by("program__position", "program__slug")
        if call.definition.filed_by == "unit" and call.definition.person
    ]


def unit_parts_of(membership: Membership, section: Section) -> QuerySet[Application]:
    """单位申报信息 of a section, year by year."""
    parts = Application.objects.filter(
        unit=membership.unit_id,
        part=Application.Part.UNIT,
        call__program__slug__in=section.slugs,
    )
    found = with_context(allowed(parts, membership))
    ordered = found.order_by("-call__year", "call__program__position")
    return ordered.select_related("call__version")
