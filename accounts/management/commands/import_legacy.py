from argparse import ArgumentParser
from functools import partial
from typing import Any

from accounts.actions.legacy import KINDS, columns_of, import_rows
from accounts.management.sheets import SheetCommand


class Command(SheetCommand):
    help = (
        "Take over units, filings or accounts of the earlier system from a CSV or XLSX file. "
        "Writes all rows or, when one is wrong, none; may be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS))
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        kind = options["kind"]
        self.take_in(options, columns_of(kind), partial(import_rows, kind))
