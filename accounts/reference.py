"""Reference data, read once per process for as long as it stands.

Every statement that changes a table of reference data gives `ReferenceVersion` a new value, in the
same transaction. What was read after a version had been seen is therefore good wherever it is seen
again: what others change is seen as soon as they have committed, what one changes oneself at once,
and nothing of what was rolled back.
"""

from collections.abc import Callable
from typing import Generic, TypeVar
from uuid import UUID

from accounts.models import District, HolidayYear, Office
from portal.lib.dates import Holidays, listed_years
from portal.lib.sql import rows

Read = TypeVar("Read")


class Kept(Generic[Read]):
    """What a function has read of reference data. Everybody gets the same: nobody changes it."""

    def __init__(self, read: Callable[[], Read]) -> None:
        self._read = read
        self._kept: tuple[UUID, Read] | None = None

    def get(self, version: UUID | None = None) -> Read:
        """What stands now, or under a version that this transaction has just seen."""
        version = version or current_version()
        if version is None:
            return self._read()
        kept = self._kept
        if kept is None or kept[0] != version:
            # Read after its version was: what is newer than its label is merely read once more.
            kept = self._kept = version, self._read()
        return kept[1]


def current_version() -> UUID | None:
    """None until something of it has been written."""
    found = rows("SELECT version FROM accounts_referenceversion")
    return found[0][0] if found else None


def _districts() -> dict[str, District]:
    return {district.pk: district for district in District.objects.all()}


def _offices() -> dict[tuple[str, str | None], Office]:
    return {(office.kind, office.district_id): office for office in Office.objects.all()}


def _holidays() -> Holidays:
    entered = {each.year: each.days for each in HolidayYear.objects.all()}
    return Holidays.of({**listed_years(), **entered})


districts = Kept(_districts)
offices = Kept(_offices)
"""By kind and district; None is the whole city."""
holidays = Kept(_holidays)


def known_holidays() -> Holidays:
    """Of the file and as entered (the setting `HOLIDAYS_SOURCE`)."""
    return holidays.get()
