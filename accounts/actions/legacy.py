"""Taking over what the earlier system knew: all rows of a sheet, or none."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from accounts.actions.audit import record
from accounts.actions.sessions import end_sessions
from accounts.actions.sheets import Cells, Outcome, checked
from accounts.forms.legacy import LegacyAccountRow, LegacyFilingRow, LegacyUnitRow
from accounts.forms.sheets import SheetRow
from accounts.models import LegacyFiling, LegacyUnit, User


def save_unit(row: LegacyUnitRow) -> bool:
    """Whether the row is new, as with the others."""
    data = row.cleaned_data
    _unit, is_new = LegacyUnit.objects.update_or_create(uscc=data["uscc"], defaults=data)
    return is_new


def save_filing(row: LegacyFilingRow) -> bool:
    data = row.cleaned_data
    key = {name: data[name] for name in row.KEY}
    _filing, is_new = LegacyFiling.objects.update_or_create(**key, defaults=data)
    return is_new


def end_local_login(row: LegacyAccountRow) -> bool:
    """The account gets in by the provincial service network only, from now on."""
    user: User = row.cleaned_data["user"]
    if user.must_use_network:
        return False
    user.must_use_network = True
    user.save(update_fields=["must_use_network"])
    end_sessions(user)
    record(None, "end_local_login", user)
    return True


KINDS: dict[str, tuple[type[SheetRow], Callable[[Any], bool]]] = {
    "units": (LegacyUnitRow, save_unit),
    "filings": (LegacyFilingRow, save_filing),
    "accounts": (LegacyAccountRow, end_local_login),
}


def columns_of(kind: str) -> tuple[str, ...]:
    """What the sheet must name in its first row."""
    return tuple(KINDS[kind][0].COLUMNS.values())


def import_rows(kind: str, rows: Cells, *, dry_run: bool = False) -> Outcome:
    """Checks every row and writes them all; nothing when one is wrong, or on a dry run."""
    form, save = KINDS[kind]
    outcome = Outcome()
    with transaction.atomic():
        for row in checked(form, rows, outcome):
            if save(row):
                outcome.new += 1
            else:
                outcome.known += 1
        if dry_run or outcome.problems:
            transaction.set_rollback(True)
        else:
            record(None, "import_legacy", None, {"kind": kind, "rows": outcome.new + outcome.known})
    return outcome
