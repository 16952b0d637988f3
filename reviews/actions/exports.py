"""Ordering a sheet of the filtered list."""

from django.db import transaction

from accounts.actions.audit import record
from accounts.models import User
from reviews.models import QueueExport
from reviews.tasks import write_export


@transaction.atomic
def order_export(actor: User, filters: str, address: str | None) -> QueueExport:
    """Writes the order down; the sheet is written after the commit. Taking lists out is audited."""
    export = QueueExport.objects.create(created_by=actor, filters=filters)
    record(actor, "export_applications", export, {"filters": filters}, address)
    transaction.on_commit(lambda: write_export.delay(export.pk))
    return export
