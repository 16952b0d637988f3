"""Many decisions at once: choosing, starting, trying again. The work itself is a task."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from portal.lib.background import enqueue_on_commit
from portal.lib.refusals import Refused
from reviews.models import BatchDecision, BatchItem, ReviewItem
from reviews.queries.items import COUNT_CAP
from reviews.rules import Desk

RUN = "reviews.tasks.run_batch"


@transaction.atomic
def prepare_batch(
    actor: User, desk: Desk, verb: str, items: QuerySet[ReviewItem], filters: str = ""
) -> BatchDecision:
    """Writes down what was chosen and, for each, whether the decision can apply.

    Nothing is decided yet. What somebody prepared before and never confirmed is thrown away.
    Raises `Refused` when more is chosen than one batch takes.
    """
    chosen = list(items[: COUNT_CAP + 1])
    if len(chosen) > COUNT_CAP:
        raise Refused(
            _("一次最多办理 {count} 件，请用筛选条件缩小范围。").format(count=f"{COUNT_CAP:,}")
        )
    BatchDecision.objects.filter(created_by=actor, state=BatchDecision.State.PREPARED).delete()
    batch = BatchDecision.objects.create(created_by=actor, verb=verb, filters=filters)
    BatchItem.objects.bulk_create(
        BatchItem(
            batch=batch,
            application_id=item.pk,
            stage=item.stage,
            state=BatchItem.State.REFUSED if why else BatchItem.State.WAITING,
            reason=why,
        )
        for item, why in ((item, refusal(desk, item)) for item in chosen)
    )
    return batch


def refusal(desk: Desk, item: ReviewItem) -> str:
    """Why a decision on the item would not apply; "" when it would."""
    if item.is_restricted:
        return _("已限制处理，依法只作存储，不能再办理")
    if not item.is_waiting:
        return _("当前状态为“{state}”，不在审核中").format(state=item.get_state_display())
    if not desk.decides(item):
        return _("当前环节不由您所在的机构办理")
    return ""


@transaction.atomic
def start_batch(batch: BatchDecision, opinion: str, address: str | None) -> None:
    """Confirms a prepared batch; its task starts after the commit. A second start does nothing."""
    started = BatchDecision.objects.filter(pk=batch.pk, state=BatchDecision.State.PREPARED).update(
        state=BatchDecision.State.RUNNING,
        opinion=opinion,
        address=address,
        started_at=timezone.now(),
    )
    if started:
        enqueue_on_commit(RUN, batch.pk)


@transaction.atomic
def retry_batch(batch: BatchDecision) -> int:
    """Takes up again what was refused on the way; how many rows that are."""
    rows = batch.items.filter(state=BatchItem.State.REFUSED, tried=True)
    count = rows.update(state=BatchItem.State.WAITING, reason="")
    if count:
        BatchDecision.objects.filter(pk=batch.pk).update(
            state=BatchDecision.State.RUNNING, finished_at=None
        )
        enqueue_on_commit(RUN, batch.pk)
    return count
