"""What waits for finance: by state of the payment, at the banks, to be started, and the budgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from portal.lib.dates import filing_year
from programs.models import Application, Call, DistrictBudget
from programs.rules.access import paying_districts
from programs.states import State
from reviews.models import BankResult, DisbursementBatch, Payment, PaymentLine, PaymentState
from reviews.rules import cashier_districts

from .disbursement import ZERO, Reach, within

#: In the order of the work: what finance has to do, then what it waits for.
SHOWN = (
    PaymentState.AWAITING_REVIEW,
    PaymentState.READY,
    PaymentState.EXPORTED,
    PaymentState.FAILED,
    PaymentState.AWAITING_RECEIPT,
    PaymentState.AWAITING_CONFIRMATION,
)
RESULTS = 5
YEARS = 2


@dataclass(frozen=True)
class Waiting:
    """The payments in one state."""

    state: PaymentState
    count: int
    total: Decimal


@dataclass(frozen=True)
class CallMoney:
    """A call with its budget, and how many grants wait for a batch."""

    call: Call
    budget: Decimal | None
    committed: Decimal
    startable: int

    @property
    def left(self) -> Decimal | None:
        return None if self.budget is None else self.budget - self.committed


@dataclass(frozen=True)
class Money:
    """`is_cashier`: the user decides on receipts and deals with the banks."""

    waiting: list[Waiting]
    due: list[DisbursementBatch]
    results: list[BankResult]
    calls: list[CallMoney]
    is_cashier: bool


def money_for(user: User) -> Money | None:
    """What the first page of staff shows of the money; None for who pays nothing."""
    reach = paying_districts(user)
    if reach is not None and not reach:
        return None
    cashes = cashier_districts(user)
    is_cashier = cashes is None or bool(cashes)
    return Money(
        waiting=_waiting(reach),
        due=list(_due(reach)),
        results=_results(user) if is_cashier else [],
        calls=_calls(reach),
        is_cashier=is_cashier,
    )


def _waiting(reach: Reach) -> list[Waiting]:
    rows = within(Payment.objects.filter(state__in=SHOWN), reach)
    sums = rows.order_by().values_list("state").annotate(Count("pk"), Sum("amount"))
    found = {state: (count, total) for state, count, total in sums}
    return [Waiting(state, *found.get(state, (0, ZERO))) for state in SHOWN]


def _due(reach: Reach) -> QuerySet[DisbursementBatch]:
    """Later instalments that the clock has laid out."""
    due = DisbursementBatch.objects.filter(state=DisbursementBatch.State.DUE)
    if reach is not None:
        due = due.filter(Q(district=None) | Q(district__in=_codes(reach)))
    return due.select_related("call__program", "district").order_by("due_on", "pk")


def _results(user: User) -> list[BankResult]:
    """The newest answers of banks with rows that could not be used."""
    results = BankResult.objects.exclude(refused=[])
    if cashier_districts(user) is not None:
        results = results.filter(created_by=user)
    return list(results[:RESULTS])


def _calls(reach: Reach) -> list[CallMoney]:
    """The paying calls of this year and the last in which there is money to speak of."""
    recent = Call.objects.filter(year__gt=filing_year() - YEARS)
    calls = [
        call
        for call in recent.select_related("program", "version").order_by("-year", "pk")
        if call.definition.disbursement
    ]
    budgets = _budgets(calls, reach)
    lines = PaymentLine.objects.filter(application__call__in=calls)
    if reach is not None:
        lines = lines.filter(application__district__in=_codes(reach))
    committed = dict(lines.order_by().values_list("application__call").annotate(Sum("amount")))
    startable = _startable(calls, reach)
    found = (
        CallMoney(
            call, budgets.get(call.pk), committed.get(call.pk, ZERO), startable.get(call.pk, 0)
        )
        for call in calls
    )
    return [each for each in found if each.budget is not None or each.committed or each.startable]


def _budgets(calls: Iterable[Call], reach: Reach) -> dict[int, Decimal | None]:
    """Of the whole city, or of the user's districts where they have budgets of their own."""
    if reach is None:
        return {call.pk: call.budget for call in calls}
    own = DistrictBudget.objects.filter(call__in=calls, district__in=_codes(reach))
    return dict(own.order_by().values_list("call").annotate(Sum("amount")))


def _startable(calls: Iterable[Call], reach: Reach) -> dict[int, int]:
    """How many grants of each call no batch has taken up."""
    stages = {s.key for call in calls for s in call.definition.route if s.kind == "disbursement"}
    granted = Application.objects.filter(
        call__in=calls, state=State.APPROVED, stage__in=stages, restricted_at=None, lapsed_on=None
    )
    waiting = granted.filter(approved_amount__gt=0, payment_lines=None)
    if reach is not None:
        waiting = waiting.filter(district__in=_codes(reach))
    return dict(waiting.order_by().values_list("call").annotate(Count("pk")))


def _codes(reach: frozenset[str | None]) -> list[str]:
    return [code for code in reach if code]
