"""Business days and ages."""

import datetime
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import dates

D = datetime.date


@pytest.fixture(autouse=True)
def _listed(settings: Any) -> None:
    """The holidays of the file alone; those entered need a database."""
    settings.HOLIDAYS_SOURCE = "portal.lib.dates.listed_holidays"


days = st.dates(D(2000, 1, 1), D(2060, 12, 31))


@pytest.mark.requirement("X-007")
def test_the_business_day_begins_at_midnight_in_shanghai() -> None:
    with time_machine.travel(datetime.datetime(2026, 12, 31, 15, 59, tzinfo=datetime.UTC)):
        assert dates.today() == D(2026, 12, 31)
        assert dates.filing_year() == 2026
    with time_machine.travel(datetime.datetime(2026, 12, 31, 16, 0, tzinfo=datetime.UTC)):
        assert dates.today() == D(2027, 1, 1)
        assert dates.filing_year() == 2027


def test_a_filing_belongs_to_the_year_of_its_day() -> None:
    assert dates.filing_year(D(2025, 12, 31)) == 2025


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (D(1994, 6, 4), D(2026, 6, 3), 31),
        (D(1994, 6, 4), D(2026, 6, 4), 32),
        (D(2004, 2, 29), D(2026, 2, 28), 21),
        (D(2004, 2, 29), D(2026, 3, 1), 22),
        (D(2004, 2, 29), D(2028, 2, 29), 24),
    ],
)
def test_age_in_completed_years(born: D, day: D, age: int) -> None:
    assert dates.age_on(born, day) == age


@pytest.mark.requirement("X-007")
@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (D(2026, 11, 21), 12, D(2027, 11, 20)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2027, 3, 1), 12, D(2028, 2, 29)),
        (D(2027, 1, 31), 1, D(2027, 2, 28)),
        (D(2027, 2, 28), 1, D(2027, 3, 27)),
        (D(2026, 8, 31), 6, D(2027, 2, 28)),
        (D(2026, 12, 1), 1, D(2026, 12, 31)),
    ],
)
def test_a_period_of_months_ends_the_day_before_the_next_begins(
    first: D, months: int, last: D
) -> None:
    assert dates.last_day(first, months) == last


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (D(2026, 11, 20), True),
        (D(2026, 11, 21), False),
        (D(2026, 10, 1), False),
        (D(2026, 10, 7), False),
        (D(2026, 10, 8), True),
        (D(2026, 10, 10), True),
        (D(2026, 2, 14), True),
        (D(2026, 2, 23), False),
        (D(2025, 1, 26), True),
        (D(2031, 10, 1), True),
    ],
)
def test_working_days(day: D, worked: bool) -> None:
    assert dates.is_working_day(day) is worked


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (D(2026, 11, 20), 1, D(2026, 11, 23)),
        (D(2026, 9, 30), 1, D(2026, 10, 8)),
        (D(2026, 9, 30), 3, D(2026, 10, 10)),
        (D(2026, 11, 21), 0, D(2026, 11, 21)),
    ],
)
def test_a_period_of_working_days(start: D, count: int, end: D) -> None:
    assert dates.add_working_days(start, count) == end


def test_a_period_is_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        dates.add_working_days(D(2026, 1, 1), -1)


@given(days, st.integers(0, 60))
def test_counting_a_period_gives_its_length(start: D, count: int) -> None:
    end = dates.add_working_days(start, count)
    later = (start + datetime.timedelta(days=n + 1) for n in range((end - start).days))
    assert sum(map(dates.is_working_day, later)) == count


def test_waiting_is_counted_in_business_days_of_the_calendar() -> None:
    since = datetime.datetime(2026, 11, 20, 16, 30, tzinfo=datetime.UTC)
    assert dates.waiting_days(since, until=D(2026, 11, 21)) == 0
    assert dates.waiting_days(since, until=D(2026, 11, 24)) == 3


@pytest.mark.parametrize(
    ("now", "year"),
    [("2026-10-01", None), ("2026-11-21", 2027), ("2027-03-01", 2027), ("2025-12-20", None)],
)
def test_a_year_whose_holidays_are_not_known_is_named_in_time(now: str, year: int | None) -> None:
    with time_machine.travel(f"{now}T12:00:00+08:00", tick=False):
        assert dates.year_without_holidays() == year
