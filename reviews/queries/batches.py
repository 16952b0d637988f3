"""How a batch looks: before it starts what it would do, afterwards what became of each row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When
from django.http import Http404

from accounts.models import User
from reviews.models import BatchDecision, BatchItem

SHOWN_ROWS = 300


@dataclass(frozen=True)
class Tally:
    """Rows of a batch by result."""

    waiting: int
    done: int
    refused: int
    retryable: int
    amount: Decimal
    """Proposed amounts, in yuan, of the rows to which the decision applies."""

    @property
    def total(self) -> int:
        return self.waiting + self.done + self.refused

    @property
    def settled(self) -> int:
        return self.done + self.refused


def batches_of(user: User) -> QuerySet[BatchDecision]:
    """The batches that somebody has started, and the one being prepared."""
    return BatchDecision.objects.filter(created_by=user)


def get_batch(user: User, pk: int) -> BatchDecision:
    """One's own batch; Http404 for anybody else's."""
    batch = batches_of(user).filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch


def tally(batch: BatchDecision) -> Tally:
    """The counts of a batch, in one query."""
    waiting, done, refused = (Q(state=state) for state in BatchItem.State)
    found = batch.items.aggregate(
        waiting=Count("pk", filter=waiting),
        done=Count("pk", filter=done),
        refused=Count("pk", filter=refused),
        retryable=Count("pk", filter=refused & Q(tried=True)),
        amount=Sum("application__proposed_amount", filter=~refused),
    )
    return Tally(**{**found, "amount": found["amount"] or Decimal(0)})


def rows_of(batch: BatchDecision) -> QuerySet[BatchItem]:
    """The first rows to look at: what was refused, then what waits, then what is done."""
    rank = Case(
        When(state=BatchItem.State.REFUSED, then=Value(0)),
        When(state=BatchItem.State.WAITING, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = batch.items.select_related("application__call__program").defer(
        "application__answers", "application__edits", "application__amount_working"
    )
    return rows.order_by(rank, "pk")[:SHOWN_ROWS]
