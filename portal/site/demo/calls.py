"""The calls of last year and this year, and whom to ring about them."""

import datetime as dt

from django.utils import timezone

from accounts.models import District
from portal.lib.dates import filing_year
from programs.models import Call, Hotline, Program


def open_calls(program: Program) -> tuple[Call, Call]:
    """Last year's call and this year's, both open until `close_last_year`."""
    year = filing_year()
    return _call(program, year - 1), _call(program, year)


def open_this_year(slug: str) -> Call:
    """This year's call of another programme."""
    return _call(Program.objects.get(slug=slug), filing_year())


def open_remaining() -> None:
    """This year's call of every programme that nothing was filed for, with its hotlines.

    What ends in a certificate is open all year.
    """
    for program in Program.objects.filter(calls=None):
        call = _call(program, filing_year())
        if call.definition.certificate:
            call.closes_at = None
            call.save()
        make_hotlines(program)


def _call(program: Program, year: int) -> Call:
    now = timezone.now()
    return Call.objects.create(
        program=program,
        version=program.versions.order_by("-number")[0],
        year=year,
        opens_at=now - dt.timedelta(days=60),
        closes_at=now + dt.timedelta(days=40),
    )


def close_last_year(call: Call) -> None:
    """Moves a call to the autumn of its own year, as if it had happened then."""
    zone = timezone.get_default_timezone()
    call.opens_at = dt.datetime(call.year, 9, 20, 9, tzinfo=zone)
    call.closes_at = dt.datetime(call.year, 11, 28, 17, tzinfo=zone)
    call.save()


def make_hotlines(program: Program) -> None:
    for position, district in enumerate(District.objects.all()):
        Hotline.objects.create(
            program=program,
            district=district,
            office_name=f"{district.name}人才办",
            phone=f"0512-6522{4600 + position * 11}",
        )
