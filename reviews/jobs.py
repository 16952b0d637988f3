"""Work of the review desk that the clock starts."""

import datetime as dt

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from reviews.models import BatchDecision, QueueExport
from reviews.tasks import run_batch


@shared_task
def resume_batches() -> None:
    """Takes up batches whose task was lost with its worker or with the broker."""
    running = BatchDecision.objects.filter(state=BatchDecision.State.RUNNING)
    for pk in running.values_list("pk", flat=True):
        run_batch.delay(pk)


@shared_task
def give_up_exports() -> None:
    """Says of sheets that no task can still be writing that they failed: their order was lost."""
    last = timezone.now() - dt.timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    waiting = QueueExport.objects.filter(state=QueueExport.State.PENDING, created_at__lt=last)
    waiting.update(state=QueueExport.State.FAILED)
