"""Taking in what the register of legal persons (法人库) hands us: all rows of a sheet, or none."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.legacy import Outcome
from accounts.forms.legal_entities import LegalEntityRow
from accounts.models import LegalEntity

BATCH = 1000  # the register of a city has a million rows


def import_entities(
    rows: Iterable[tuple[int, dict[str, str]]], *, dry_run: bool = False
) -> Outcome:
    """Checks every row and writes them all; nothing when one is wrong, or on a dry run."""
    outcome = Outcome()
    entities: dict[tuple[Any, ...], tuple[int, LegalEntity]] = {}
    for number, cells in rows:
        row = LegalEntityRow.from_sheet(cells)
        if not row.is_valid():
            outcome.problems += [(number, problem) for problem in row.problems()]
        elif (first := entities.setdefault(row.key(), (number, row.entity()))[0]) != number:
            outcome.problems.append((number, _("与第 %(row)s 行重复") % {"row": first}))
    found = [entity for _number, entity in entities.values()]
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
