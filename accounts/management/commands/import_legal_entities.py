from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions.legal_entities import import_entities
from accounts.forms.legal_entities import LegalEntityRow
from portal.lib.sheets import UnreadableSheet, read_sheet


class Command(BaseCommand):
    help = (
        "Take in the register of legal persons from a CSV or XLSX file. "
        "Writes all rows or, when one is wrong, none; may be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = list(read_sheet(options["file"], tuple(LegalEntityRow.COLUMNS.values())))
        except (UnreadableSheet, OSError) as error:
            raise CommandError(str(error)) from error
        outcome = import_entities(rows, dry_run=options["dry_run"])
        for number, problem in outcome.problems:
            self.stderr.write(f"第 {number} 行：{problem}")
        if outcome.problems:
            raise CommandError("存在错误，未导入任何数据。")
        done = "检查通过，未写入" if options["dry_run"] else "已导入"
        self.stdout.write(f"{done}：新增 {outcome.new} 条，更新 {outcome.known} 条")
