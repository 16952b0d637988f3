"""Work of the review desk that the clock starts."""

import datetime as dt

from celery import shared_task
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from portal.lib.dates import filing_year, today
from programs.models import Call
from reviews.disbursing import prepare_due
from reviews.models import (
    BatchDecision,
    DisbursementBatch,
    NoticeLine,
    PublicNotice,
    QueueExport,
)
from reviews.noticing import announce, conclude
from reviews.queries.statistics import is_large, store_count
from reviews.tasks import open_payments, run_batch

#: News of a public notice is told as long as somebody may still care.
ANNOUNCED_WITHIN = dt.timedelta(days=3)


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


@shared_task
def resume_disbursements() -> None:
    """Takes up disbursements whose task was lost with its worker or with the broker."""
    running = DisbursementBatch.objects.filter(state=DisbursementBatch.State.RUNNING)
    for pk in running.values_list("pk", flat=True):
        open_payments.delay(pk)


@shared_task
def prepare_instalments() -> None:
    """Lays out batches of the later instalments that fall due today; finance starts them."""
    for call in Call.objects.select_related("program", "version"):
        prepare_due(call)


@shared_task
def count_large_calls() -> None:
    """Counts the calls that are too large to be counted at each look, see `queries.statistics`."""
    recent = Q(year__gte=filing_year() - 1) | Q(count__isnull=True)
    for call in Call.objects.filter(recent).select_related("program", "version"):
        if is_large(call):
            store_count(call)


@shared_task
def conclude_notices() -> None:
    """Sends on everybody whose public notice is over and who is not held by an objection."""
    over = PublicNotice.objects.filter(state=PublicNotice.State.RUNNING, ends_on__lt=today())
    for pk in over.values_list("pk", flat=True):
        conclude(pk)


@shared_task
def resume_announcements() -> None:
    """Takes up the telling of public notices whose task was lost with its worker."""
    recent = today() - ANNOUNCED_WITHIN
    untold = NoticeLine.objects.exclude(told=F("notice__news"))
    found = untold.filter(notice__ends_on__gte=recent).order_by().values_list("notice").distinct()
    for (pk,) in found:
        announce(pk)
