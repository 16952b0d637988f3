"""Work of the review desk that Celery does after the commit."""

from __future__ import annotations

import logging

from celery import shared_task
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from programs.calculations.base import Step
from programs.states import Action
from programs.workflow import Grant, Refused, move
from reviews.disbursing import open_payment
from reviews.exports import fill_export
from reviews.models import (
    BatchDecision,
    BatchItem,
    DisbursementBatch,
    Payment,
    PaymentState,
    QueueExport,
)
from reviews.noticing import announce, conclude
from reviews.queries.listing import listing
from reviews.rules import desk_of

logger = logging.getLogger(__name__)


@shared_task
def run_batch(batch_id: int) -> None:
    """Decides on every waiting row of a started batch.

    Each row is claimed, decided and marked in one transaction: a worker that dies loses at most
    the row in its hand, which then waits again. Several workers may share one batch.
    """
    batch = BatchDecision.objects.get(pk=batch_id)
    if batch.state != BatchDecision.State.RUNNING:
        return
    while _decide_one(batch):
        pass
    _finish(batch)


def _decide_one(batch: BatchDecision) -> bool:
    """Decides on the next waiting row; False when there is none."""
    with transaction.atomic():
        row = (
            batch.items.select_for_update(skip_locked=True)
            .filter(state=BatchItem.State.WAITING)
            .order_by("pk")
            .first()
        )
        if row is None:
            return False
        row.state, row.reason = _decide(batch, row)
        row.tried = True
        row.save(update_fields=["state", "reason", "tried"])
    return True


def _decide(batch: BatchDecision, row: BatchItem) -> tuple[str, str]:
    """The result of one decision, with the reason when it was refused."""
    try:
        move(
            row.application_id,
            Action(batch.verb),
            batch.created_by,
            batch.opinion,
            seen_stage=row.stage,
            grant=_grant_of(row),
            address=batch.address,
        )
    except Refused as refusal:
        return BatchItem.State.REFUSED, str(refusal)[:300]
    except PermissionDenied:
        return BatchItem.State.REFUSED, _("已由他人办理，或已不在您的环节。")
    return BatchItem.State.DONE, ""


def _grant_of(row: BatchItem) -> Grant | None:
    """What a ranking gives the row, with the step that says for what place."""
    if row.amount is None:
        return None
    return Grant(row.amount, Step(gettext_noop("排名定档"), row.ground, row.amount))


def _finish(batch: BatchDecision) -> None:
    """Closes the batch unless another worker still holds a row."""
    with transaction.atomic():
        BatchDecision.objects.select_for_update().get(pk=batch.pk)
        if batch.items.filter(state=BatchItem.State.WAITING).exists():
            return
        BatchDecision.objects.filter(pk=batch.pk, state=BatchDecision.State.RUNNING).update(
            state=BatchDecision.State.DONE, finished_at=timezone.now()
        )


@shared_task
def write_export(export_id: int) -> None:
    """Writes the sheet of one export; a second run finds it done."""
    export = QueueExport.objects.get(pk=export_id)
    if export.state == QueueExport.State.DONE:
        return
    # What the asker may see is looked up again: a position may have ended meanwhile.
    # Restricted filings are stored and nothing else: no list takes them along.
    rows = listing(desk_of(export.created_by), QueryDict(export.filters)).rows
    rows = rows.filter(restricted_at__isnull=True)
    try:
        fill_export(export, rows)
    except Exception:
        QueueExport.objects.filter(pk=export.pk).update(state=QueueExport.State.FAILED)
        raise


@shared_task
def open_payments(batch_id: int) -> None:
    """Opens every planned payment of a started disbursement, each in a transaction of its own.

    A worker that dies loses at most the one in its hand, which the next run takes up.
    """
    planned = Payment.objects.filter(batch=batch_id, state=PaymentState.PLANNED).order_by("pk")
    for pk in list(planned.values_list("pk", flat=True)):
        with transaction.atomic():
            waiting = planned.filter(pk=pk).select_related("batch__call", "batch__started_by")
            payment = waiting.select_for_update(of=("self",), skip_locked=True).first()
            if payment:
                open_payment(payment)
    with transaction.atomic():
        batch = DisbursementBatch.objects.select_for_update().get(pk=batch_id)
        if batch.state == DisbursementBatch.State.RUNNING and not planned.exists():
            batch.state = DisbursementBatch.State.STARTED
            batch.save(update_fields=["state"])


@shared_task
def announce_notice(notice_id: int) -> None:
    """Tells everybody in a public notice its latest news."""
    announce(notice_id)


@shared_task
def conclude_notice(notice_id: int) -> None:
    """Sends on what a public notice that is over no longer holds."""
    conclude(notice_id)
