"""The calls of last year and this year, and whom to ring about them."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.models import District, User
from portal.lib.dates import filing_year
from programs.actions.calls import clone_call
from programs.budgets import count_granted
from programs.models import Call, DistrictBudget, Hotline, Program


def open_calls(program: Program) -> tuple[Call, Call]:
    """Last year's call and this year's, both open until `close_last_year`."""
    year = filing_year()
    return _call(program, year - 1), _call(program, year)


def open_this_year(slug: str) -> Call:
    """This year's call of another programme."""
    return _call(Program.objects.get(slug=slug), filing_year())


def open_remaining() -> None:
    """This year's call of every programme that nothing was filed for, and all hotlines.

    What ends in a certificate is open all year.
    """
    for program in Program.objects.filter(calls=None):
        call = _call(program, filing_year())
        if call.definition.certificate:
            call.closes_at = None
            call.save()
    for program in Program.objects.filter(hotlines=None):
        make_hotlines(program)


def _call(program: Program, year: int) -> Call:
    day = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    return Call.objects.create(
        program=program,
        version=program.versions.order_by("-number")[0],
        year=year,
        opens_at=day.replace(hour=9) - dt.timedelta(days=60),
        closes_at=day.replace(hour=17) + dt.timedelta(days=40),
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


def prepare_next_year(call: Call, manager: User) -> None:
    """Next year's call as its manager has left it: its figures and its notice are not done yet."""
    following = clone_call(call.pk, manager)
    following.notice = (
        f"{call.year}年度优秀人才贡献奖励申报工作现已启动，申报材料清单见附件。\n\n"
        "请各申报单位在规定时间内提交，逾期不予受理。"
    )
    following.save(update_fields=["notice"])


def set_budgets(call: Call) -> None:
    """A budget for the year with shares of some districts, and what was granted of each."""
    call.budget = Decimal(1_500_000)
    call.save(update_fields=["budget"])
    shares = (("320508", 600_000), ("320571", 500_000), ("320583", 250_000))
    for code, amount in shares:
        DistrictBudget.objects.create(call=call, district_id=code, amount=amount)
    count_granted()
