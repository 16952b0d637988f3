"""Work of the review desk that the clock starts."""

from celery import shared_task

from reviews.models import BatchDecision
from reviews.tasks import run_batch


@shared_task
def resume_batches() -> None:
    """Takes up batches whose task was lost with its worker or with the broker."""
    running = BatchDecision.objects.filter(state=BatchDecision.State.RUNNING)
    for pk in running.values_list("pk", flat=True):
        run_batch.delay(pk)
