"""Days as the offices count them: business days in Asia/Shanghai, ages, waiting.

Public holidays stand in `holidays.toml`, or are entered in the admin. In a year of which neither
is known, every Monday to Friday counts as a working day until the State Council's notice is out.
"""

import calendar
import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

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


@dataclass(frozen=True)
class Holidays:
    """What is known of public holidays: the years, the days off, and the weekend days worked."""

    years: frozenset[int]
    off: frozenset[datetime.date]
    worked: frozenset[datetime.date]

    @classmethod
    def of(cls, years: Mapping[int, Mapping[str, Any]]) -> Self:
        """From first and last days off, and days worked, year by year."""
        off = {day for each in years.values() for span in each["off"] for day in days_of(*span)}
        worked = {day for each in years.values() for day in each["worked"]}
        return cls(frozenset(years), frozenset(off), frozenset(worked))

    def leave_working(self, day: datetime.date) -> bool:
        """Monday to Friday, minus days off, plus weekends that are worked in exchange."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)


def is_working_day(day: datetime.date, holidays: Holidays | None = None) -> bool:
    """Whether the offices are open."""
    return (holidays or known_holidays()).leave_working(day)


def add_working_days(
    day: datetime.date, count: int, holidays: Holidays | None = None
) -> datetime.date:
    """The day a period of `count` working days ends; the first day counted is the next one."""
    if count < 0:
        raise ValueError("A period cannot have a negative number of working days.")
    end, known = day, holidays or known_holidays()
    while count:
        end += datetime.timedelta(days=1)
        count -= known.leave_working(end)
    return end


def working_days(since: datetime.date, until: datetime.date) -> int:
    """How many working days a period has whose first day counted is the one after `since`."""
    known = known_holidays()
    later = days_of(since, until)[1:]
    return sum(known.leave_working(day) for day in later)


def waiting_days(since: datetime.datetime, *, until: datetime.date | None = None) -> int:
    """Calendar days an application has lain since the aware time `since`; 0 on the same day."""
    return ((until or today()) - timezone.localdate(since, BUSINESS_ZONE)).days


def year_without_holidays() -> int | None:
    """The year whose holidays are not listed though periods that begin today may reach it."""
    reached = (today().year, (today() + FORESIGHT).year)
    return next((year for year in reached if not has_holidays(year)), None)


def has_holidays(year: int) -> bool:
    """Whether the holidays of a year are known."""
    return year in known_holidays().years


def known_holidays() -> Holidays:
    """Those listed here and those that offices have entered (`HOLIDAYS_SOURCE`)."""
    found: Holidays = import_string(settings.HOLIDAYS_SOURCE)()
    return found


def listed_holidays() -> Holidays:
    """Those of the file alone."""
    return Holidays.of(listed_years())


@lru_cache(maxsize=1)
def listed_years() -> dict[int, Any]:
    """By year, `off` and `worked` as the file has them."""
    found = tomllib.loads(HOLIDAYS_FILE.read_text(encoding="utf-8"))
    return {int(year): days for year, days in found.items()}


def days_of(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Every day from the first until the last."""
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
