"""Districts, offices and calls."""

import datetime as dt

from django.utils import timezone

from accounts.actions.places import load_places
from accounts.models import District, Office
from programs.actions.definitions import load_programs
from programs.models import Call, Program


def district(code: str = "320508") -> District:
    """A district of 苏州; 姑苏区 unless another code is given."""
    if not District.objects.exists():
        load_places("suzhou")
    return District.objects.get(code=code)


def district_office(code: str = "320508", kind: str = "talent_office") -> Office:
    return Office.objects.get(kind=kind, district=district(code))


def city_office(kind: str = "talent_office") -> Office:
    district()
    return Office.objects.get(kind=kind, district=None)


def open_call(
    year: int = 2026, slug: str = "contribution_award", *, opens_in: int = -30, closes_in: int = 30
) -> Call:
    """The call of a programme and year; open now unless the days from now say otherwise."""
    district()
    if not Program.objects.filter(slug=slug).exists():
        load_programs()
    program = Program.objects.get(slug=slug)
    version = program.versions.order_by("-number")[0]
    now = timezone.now()
    call, _created = Call.objects.get_or_create(
        program=program,
        year=year,
        defaults={
            "version": version,
            "opens_at": now + dt.timedelta(days=opens_in),
            "closes_at": now + dt.timedelta(days=closes_in),
        },
    )
    return call
