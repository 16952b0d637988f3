"""Taking in what the register of legal persons (法人库) hands us: all rows of a sheet, or none."""

from django.db import transaction

from accounts.actions.audit import record
from accounts.actions.sheets import Cells, Outcome, checked
from accounts.forms.legal_entities import LegalEntityRow
from accounts.models import LegalEntity

BATCH = 1000  # the register of a city has a million rows


def import_entities(rows: Cells, *, dry_run: bool = False) -> Outcome:
    """Checks every row and writes them all; nothing when one is wrong, or on a dry run."""
    outcome = Outcome()
    found = [row.entity() for row in checked(LegalEntityRow, rows, outcome)]
    known = LegalEntity.objects.values_list("uscc", flat=True)
    for start in range(0, len(found), BATCH):
        codes = [each.uscc for each in found[start : start + BATCH]]
        outcome.known += known.filter(uscc__in=codes).count()
    outcome.new = len(found) - outcome.known
    if not dry_run and not outcome.problems:
        _write(found)
    return outcome


@transaction.atomic
def _write(entities: list[LegalEntity]) -> None:
    LegalEntity.objects.bulk_create(
        entities,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["uscc"],
        update_fields=["name", "is_active", "updated_at"],
    )
    record(None, "import_legal_entities", None, {"rows": len(entities)})
