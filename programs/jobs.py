"""Work started by the clock (`portal/settings/schedule.py`)."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from programs.models import Document
from programs.tasks import render_document

PATIENCE = dt.timedelta(seconds=30)
BATCH = 500


@shared_task
def sweep_documents() -> None:
    """Has those documents drawn that were ordered a while ago and still wait."""
    waiting = Document.objects.filter(
        state=Document.State.PENDING, issued_at__lte=timezone.now() - PATIENCE
    )
    for document_id in waiting.order_by("issued_at").values_list("pk", flat=True)[:BATCH]:
        render_document.delay(document_id)
