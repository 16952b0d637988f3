from typing import Any

from accounts.actions.legal_entities import import_entities
from accounts.forms.legal_entities import LegalEntityRow
from accounts.management.sheets import SheetCommand


class Command(SheetCommand):
    help = (
        "Take in the register of legal persons from a CSV or XLSX file. "
        "Writes all rows or, when one is wrong, none; may be repeated."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.take_in(options, tuple(LegalEntityRow.COLUMNS.values()), import_entities)
