"""Commands that take in a sheet: all of its rows or, when one is wrong, none."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions.sheets import Outcome
from portal.lib.sheets import UnreadableSheet, read_sheet


class SheetCommand(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")

    def take_in(
        self, options: dict[str, Any], columns: tuple[str, ...], action: Callable[..., Outcome]
    ) -> None:
        """Gives the sheet's rows to the action; says what is wrong, or what was done."""
        try:
            rows = list(read_sheet(options["file"], columns))
        except (UnreadableSheet, OSError) as error:
            raise CommandError(str(error)) from error
        outcome = action(rows, dry_run=options["dry_run"])
        for number, problem in outcome.problems:
            self.stderr.write(f"第 {number} 行：{problem}")
        if outcome.problems:
            raise CommandError("存在错误，未导入任何数据。")
        done = "检查通过，未写入" if options["dry_run"] else "已导入"
        self.stdout.write(f"{done}：新增 {outcome.new} 条，更新 {outcome.known} 条")
