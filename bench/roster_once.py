"""One import or export in a process of its own, so that the peak of its memory is its own.

Prints what it took and the resident MiB at its peak, as JSON.
"""

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

import xlsxwriter  # noqa: E402 - needs Django set up
from django.core.files import File  # noqa: E402

from bench.measure import resident, seconds  # noqa: E402
from programs.exports import COLUMNS, write_sheet  # noqa: E402
from programs.models import Application, RosterImport  # noqa: E402
from programs.roster import importing  # noqa: E402


def take_in(path: str, part_id: str) -> dict[str, float]:
    """The dry run and the import of one workbook."""
    part = Application.objects.select_related("call", "unit", "created_by").get(pk=part_id)
    roster = RosterImport(call=part.call, unit=part.unit, created_by=part.created_by, name="x")
    with Path(path).open("rb") as content:
        roster.file.save("roster.xlsx", File(content), save=False)
    roster.save()
    check = seconds(lambda: importing.run(roster.pk))
    roster.refresh_from_db()
    assert roster.state == "checked", roster.complaint
    RosterImport.objects.filter(pk=roster.pk).update(state="importing")
    take = seconds(lambda: importing.run(roster.pk))
    assert not roster.rows.exclude(state="done").exists()
    return {"check": check, "take": take, "peak": resident()}


def take_out(path: str, limit: str) -> dict[str, float]:
    """The export of so many people."""
    people = Application.objects.filter(part="person").order_by("pk")[: int(limit)]
    written: list[int] = []
    took = seconds(lambda: written.append(write_sheet(path, people)))
    return {"rows": written[0], "took": took, "peak": resident()}


def write_bare(path: str, count: str) -> dict[str, float]:
    """As many rows of such texts and amounts by XlsxWriter, in its mode of constant memory."""
    texts = "苏州平江科技有限公司", "祝允明", "YXGX2026-00000001-1", "优秀人才贡献奖励", "已通过"

    def write() -> None:
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for row in range(int(count)):
                for column in range(len(COLUMNS) - 2):
                    sheet.write_string(row, column, texts[column % len(texts)])
                for column in range(len(COLUMNS) - 2, len(COLUMNS)):
                    sheet.write_number(row, column, 40000)

    return {"took": seconds(write), "peak": resident()}


if __name__ == "__main__":
    work = {"import": take_in, "export": take_out, "bare": write_bare}[sys.argv[1]]
    print(json.dumps(work(*sys.argv[2:])))
