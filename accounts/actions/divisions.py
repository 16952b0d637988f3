"""Loading the administrative divisions of the country."""

from django.db import transaction

from accounts.code_tables import csv_rows
from accounts.models import AdministrativeDivision

Level = AdministrativeDivision.Level


@transaction.atomic
def load_divisions() -> int:
    """Creates or renames divisions from the data file; returns how many there are.

    Those that the file no longer names are switched off: old records may point at them.
    """
    divisions = [_division(*row) for row in csv_rows("divisions.csv")]
    AdministrativeDivision.objects.bulk_create(
        sorted(divisions, key=lambda division: division.level),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "parent", "level", "is_active"],
        batch_size=2000,
    )
    codes = [division.code for division in divisions]
    AdministrativeDivision.objects.exclude(code__in=codes).update(is_active=False)
    return len(divisions)


def _division(code: str, name: str, active: str) -> AdministrativeDivision:
    """A code says by its zeros what it belongs to: 320000, 320500, 320508."""
    if code.endswith("0000"):
        level, parent = Level.PROVINCE, None
    elif code.endswith("00"):
        level, parent = Level.CITY, f"{code[:2]}0000"
    else:
        level, parent = Level.DISTRICT, f"{code[:4]}00"
    return AdministrativeDivision(
        code=code, name=name, parent_id=parent, level=level, is_active=active == "1"
    )
