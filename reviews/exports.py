"""The sheets of the review desk's lists, stored for the one who asked."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files import File
from django.db.models import QuerySet

from programs.exports import write_sheet
from programs.models import Application
from reviews.models import QueueExport


def fill_export(export: QueueExport, rows: QuerySet[Application]) -> None:
    """Writes the sheet of an export and stores it privately."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        export.rows = write_sheet(path, rows)
        with path.open("rb") as content:
            export.file.save("export.xlsx", File(content), save=False)
    export.state = QueueExport.State.DONE
    export.save(update_fields=["rows", "file", "state"])
