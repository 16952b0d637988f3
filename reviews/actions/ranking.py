"""排名定档: what a call's people get is set for all of them at once."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import User
from portal.lib.refusals import Refused
from programs.models import Call
from reviews.actions.batches import refusal, start_batch
from reviews.models import BatchDecision, BatchItem, RankedCall
from reviews.queries.ranking import Ranked, obstacles, ranked
from reviews.rules import Desk

#: Part of the record, so in Chinese whatever language the reviewer reads.
OPINION = "按积分排名定档"


def fingerprint(rows: list[Ranked]) -> str:
    """Changes with the list: who confirms has seen exactly this one."""
    text = ",".join(f"{row.item.pk}:{row.rank}:{row.amount}" for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def carry_out(
    call: RankedCall, actor: User, desk: Desk, seen: str, address: str | None = None
) -> BatchDecision:
    """Starts the batch that gives everybody of the list what their place brings.

    Raises `Refused` while the list is not whole, or when it is not the one that was shown.
    """
    Call.objects.select_for_update().get(pk=call.pk)
    if found := obstacles(call):
        raise Refused(" ".join(found))
    rows = ranked(call)
    if not rows:
        raise Refused(_("没有等待排名的申报件。"))
    if fingerprint(rows) != seen:
        raise Refused(_("名单刚刚有变化，请核对新的排名后再确认。"))
    batch = BatchDecision.objects.create(created_by=actor, verb=BatchDecision.Verb.APPROVE)
    BatchItem.objects.bulk_create(_item(batch, row, len(rows), desk) for row in rows)
    start_batch(batch, OPINION, address)
    record(actor, "rank_call", call, {"people": len(rows)}, address)
    return batch


def _item(batch: BatchDecision, row: Ranked, total: int, desk: Desk) -> BatchItem:
    why = refusal(desk, row.item)
    return BatchItem(
        batch=batch,
        application_id=row.item.pk,
        stage=row.item.stage,
        amount=row.amount,
        ground=f"第 {row.rank} 名，共 {total} 人，{row.tier.label.zh}",
        state=BatchItem.State.REFUSED if why else BatchItem.State.WAITING,
        reason=why,
    )
