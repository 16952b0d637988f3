"""Days as the offices count them: business days in Asia/Shanghai, ages, waiting.

Public holidays stand in `holidays.toml`. In a year that is not listed there, every Monday to
Friday counts as a working day until the State Council's notice has been entered.
"""

import calendar
import datetime
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")
HOLIDAYS_FILE = Path(__file__).with_name("holidays.toml")
SATURDAY = 5
#: How far ahead a period that begins today may reach.
FORESIGHT = datetime.timedelta(days=60)


def today() -> datetime.date:
    """The business day, whatever zone the server or the request is in."""
    return timezone.localdate(timezone=BUSINESS_ZONE)


def filing_year(day: datetime.date | None = None) -> int:
    """The year a filing made on this business day belongs to."""
    return (day or today()).year


def age_on(born: datetime.date, day: datetime.date) -> int:
    """Completed years. Somebody born on 29 February completes one on 1 March of common years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def add_months(day: datetime.date, count: int) -> datetime.date:
    """The same day of the month, `count` months later; the last one where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def last_day(first: datetime.date, months: int) -> datetime.date:
    """The last day of a period of so many months, of which `first` is the first day.

    The day before the same day of the month; the last one where there is no such day: a year from
    29 February ends on 28 February, a month from 31 January as well.
    """
    end = add_months(first, months)
    return end if end.day < first.day else end - datetime.timedelta(days=1)


def is_working_day(day: datetime.date) -> bool:
    """Monday to Friday, minus public holidays, plus weekends that are worked in exchange."""
    days_off, days_worked = _holidays()
    if day in days_worked:
        return True
    return day.weekday() < SATURDAY and day not in days_off


def add_working_days(day: datetime.date, count: int) -> datetime.date:
    """The day a period of `count` working days ends; the first day counted is the next one."""
    if count < 0:
        raise ValueError("A period cannot have a negative number of working days.")
    end = day
    while count:
        end += datetime.timedelta(days=1)
        count -= is_working_day(end)
    return end


def working_days(since: datetime.date, until: datetime.date) -> int:
    """How many working days a period has whose first day counted is the one after `since`."""
    days = (until - since).days
    return sum(is_working_day(since + datetime.timedelta(days=n + 1)) for n in range(days))


def waiting_days(since: datetime.datetime, *, until: datetime.date | None = None) -> int:
    """Calendar days an application has lain since the aware time `since`; 0 on the same day."""
    return ((until or today()) - timezone.localdate(since, BUSINESS_ZONE)).days


def year_without_holidays() -> int | None:
    """The year whose holidays are not listed though periods that begin today may reach it."""
    reached = (today().year, (today() + FORESIGHT).year)
    return next((year for year in reached if not has_holidays(year)), None)


def has_holidays(year: int) -> bool:
    """Whether the holidays of a year are listed."""
    return str(year) in _years()


@lru_cache(maxsize=1)
def _years() -> dict[str, Any]:
    return tomllib.loads(HOLIDAYS_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _holidays() -> tuple[frozenset[datetime.date], frozenset[datetime.date]]:
    """Days off and weekend days worked, over all the years listed."""
    years = _years().values()
    off = {day for year in years for first, last in year["off"] for day in _span(first, last)}
    return frozenset(off), frozenset(day for year in years for day in year["worked"])


def _span(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
