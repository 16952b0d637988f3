"""What is to be paid of a call, what is committed already, and whose payments are whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.http import Http404

from accounts.models import User
from accounts.rules import acts_as_self
from portal.lib.dates import BUSINESS_ZONE, today
from programs.models import Application, Call
from programs.queries.allowance import of_units
from programs.states import State
from reviews.models import Payment, PaymentLine, PaymentState

ZERO = Decimal("0.00")
RECENT = dt.timedelta(days=30)
#: Districts, None for the whole city, as `districts_of` gives them.
Reach = frozenset[str | None] | None


def payable(call: Call, instalment: int, district: str | None) -> QuerySet[Application]:
    """What was granted in the call, stands in its disbursement stage, and is due today."""
    stages = [stage.key for stage in call.definition.route if stage.kind == "disbursement"]
    found = (
        Application.objects.filter(call=call, state=State.APPROVED, stage__in=stages)
        .filter(approved_amount__gt=0, restricted_at=None, lapsed_on=None)
        .exclude(payment_lines__instalment=instalment)
        .order_by("pk")
    )
    if district:
        found = found.filter(district=district)
    if instalment > 1:
        before = Q(
            payment_lines__instalment=instalment - 1,
            payment_lines__payment__state=PaymentState.PAID,
        )
        found = found.filter(before, decided_at__lt=_decided_before(instalment))
    return found


def _decided_before(instalment: int) -> dt.datetime:
    """Instalments fall due on the day of the decision, a year apart; of 29 February on the 28th."""
    tomorrow = today() + dt.timedelta(days=1)
    year = tomorrow.year - (instalment - 1)
    is_leap_day = (tomorrow.month, tomorrow.day) == (2, 29)
    first_not_due = dt.date(year, 3, 1) if is_leap_day else tomorrow.replace(year=year)
    return dt.datetime.combine(first_not_due, dt.time(), BUSINESS_ZONE)


def due_of(application: Application, instalment: int) -> Decimal:
    """What the instalment of this application comes to."""
    rule = application.definition.disbursement
    if rule is None or application.approved_amount is None or instalment > len(rule.instalments):
        return ZERO
    return rule.due(application.approved_amount, instalment)


def is_last(application: Application, instalment: int) -> bool:
    """Whether nothing is left to be paid after this instalment."""
    rule = application.definition.disbursement
    return rule is None or instalment >= len(rule.instalments)


def committed(call: Call, district: str | None = None) -> Decimal:
    """What batches of the call have set aside or paid, in all or of one district's."""
    lines = PaymentLine.objects.filter(application__call=call)
    if district:
        lines = lines.filter(application__district=district)
    return lines.aggregate(total=Sum("amount"))["total"] or ZERO


@dataclass(frozen=True)
class Proposal:
    """An instalment of a call that could be paid now."""

    call: Call
    instalment: int
    count: int
    total: Decimal
    committed: Decimal

    @property
    def left(self) -> Decimal | None:
        """Of the budget, before this; None without a budget."""
        return None if self.call.budget is None else self.call.budget - self.committed

    @property
    def is_covered(self) -> bool:
        return self.left is None or self.total <= self.left


def proposal(call: Call, instalment: int, district: str | None) -> Proposal:
    due = payable(call, instalment, district)
    amounts = [due_of(each, instalment) for each in due.only("approved_amount", "version")]
    count = sum(amount > 0 for amount in amounts)
    return Proposal(call, instalment, count, sum(amounts, ZERO), committed(call))


def proposals(district: str | None) -> Iterator[Proposal]:
    """Whatever could be paid now, the newest calls first."""
    for call in _calls_with_something_granted():
        rule = call.definition.disbursement
        for instalment in range(1, len(rule.instalments) + 1) if rule else ():
            found = proposal(call, instalment, district)
            if found.count:
                yield found


def _calls_with_something_granted() -> Iterable[Call]:
    granted = Application.objects.filter(state=State.APPROVED, approved_amount__gt=0)
    calls = Call.objects.filter(pk__in=granted.values("call"))
    return calls.select_related("program", "version").order_by("-year", "pk")


def not_yet(call: Call) -> dict[str, int]:
    """How many of the call cannot be paid yet, by state."""
    waiting = (State.ON_NOTICE, State.PENDING_REVIEW, State.AWAITING_PRE_REVIEW)
    found = Application.objects.filter(call=call, state__in=waiting, part="person")
    return dict(found.values_list("state").annotate(number=Count("pk")).order_by("state"))


def payments_of(user: User) -> QuerySet[Payment]:
    """The payments of whom the user acts for, the newest first; what is being prepared is not
    there yet."""
    opened = Payment.objects.exclude(state=PaymentState.PLANNED)
    mine = Q(applicant=user) if acts_as_self(user) else of_units(user) & Q(applicant=None)
    lines = PaymentLine.objects.filter(application__in=Application.objects.filter(mine))
    found = opened.filter(pk__in=lines.values("payment"))
    return found.select_related("batch__call__program", "unit", "district").order_by("-pk")


def with_people(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """With whom each is for: one of the names, and how many there are."""
    return payments.annotate(people=Count("lines"), person=Min("lines__application__name"))


def get_payment_for(user: User, number: str) -> Payment:
    """The payment with this number, of whom the user acts for; Http404 for strangers."""
    found = payments_of(user).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def within(payments: QuerySet[Payment], reach: Reach) -> QuerySet[Payment]:
    if reach is None:
        return payments
    return payments.filter(district__in=[code for code in reach if code])


def lines_of(payment: Payment) -> QuerySet[PaymentLine]:
    return payment.lines.select_related("application__call__program", "application__unit")


def is_recent(issued_on: dt.date) -> bool:
    """Whether a 在职证明 of that day is recent enough today."""
    return dt.timedelta() <= today() - issued_on <= RECENT
