"""Ordering a sheet of the filtered list."""

from django.db import transaction

from accounts.actions.audit import record
from accounts.models import User
from portal.lib.background import enqueue_on_commit
from reviews.models import QueueExport

WRITE = "reviews.tasks.write_export"


@transaction.atomic
def order_export(actor: User, filters: str, address: str | None) -> QueueExport:
    """Writes the order down; the sheet is written after the commit. Taking lists out is audited."""
    export = QueueExport.objects.create(created_by=actor, filters=filters)
    record(actor, "export_applications", export, {"filters": filters}, address)
    enqueue_on_commit(WRITE, export.pk)
    return export
