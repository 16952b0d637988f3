"""Two officers at once: one budget, one file for each payment, one booking for each result."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from accounts.models import User
from portal.lib.dates import today
from portal.lib.refusals import Refused
from programs.models import Application, Call, Transition
from programs.states import Action
from reviews.actions.disbursement import start_batch
from reviews.actions.payment_files import export_file, import_results
from reviews.models import Payment, PaymentFile, PaymentLine, PaymentState

from .paying import answer, exported, ready
from .test_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refused_or(work: Callable[[], object]) -> Callable[[], str]:
    def run() -> str:
        try:
            work()
        except Refused:
            return "refused"
        return "done"

    return run


@pytest.mark.requirement("X-012")
def test_two_batches_at_once_share_one_budget(granted: list[Application], finance: User) -> None:
    call = granted[0].call
    Call.objects.filter(pk=call.pk).update(budget=Decimal("80000.00"))

    def start() -> object:
        return start_batch(call.pk, 1, None, finance)

    assert sorted(map(str, at_once(refused_or(start), refused_or(start)))) == ["done", "refused"]
    amounts = PaymentLine.objects.values_list("amount", flat=True)
    assert sum(amounts) == Decimal("75000.00")


@pytest.mark.requirement("X-012")
def test_two_exports_at_once_hand_over_once(payment: Payment, finance: User) -> None:
    ready(payment, finance)

    def export() -> object:
        return export_file("ICBC", "csv", finance)

    assert sorted(map(str, at_once(refused_or(export), refused_or(export)))) == ["done", "refused"]
    assert PaymentFile.objects.get().count == 1


@pytest.mark.requirement("X-012")
def test_a_result_taken_twice_at_once_is_booked_once(payment: Payment, finance: User) -> None:
    exported(payment, finance)
    content = answer((payment.number, "75000.00", "成功", today().isoformat(), ""))

    def take() -> int:
        return import_results("r.csv", content, finance).paid

    assert sorted(map(str, at_once(take, take))) == ["0", "1"]
    payment.refresh_from_db()
    assert payment.state == PaymentState.PAID
    assert Transition.objects.filter(action=Action.CONFIRM_DISBURSEMENT).count() == 2
