"""启动拨付: from what was granted to one payment for each payee, within the year's budget."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import User
from portal.lib.background import enqueue_on_commit
from portal.lib.dates import today
from portal.lib.money import yuan
from portal.lib.numbering import next_number, next_numbers
from portal.lib.refusals import Refused
from programs.identity import payee_name
from programs.models import Application, Call
from programs.rules.access import paying_districts
from programs.states import State
from reviews.models import DisbursementBatch, Payment, PaymentLine
from reviews.queries.disbursement import committed, due_of, not_yet, payable

OPEN = "reviews.tasks.open_payments"
Due = tuple[Application, Decimal]


@transaction.atomic
def start_batch(
    call_id: int, instalment: int, district: str | None, actor: User, address: str | None = None
) -> DisbursementBatch:
    """Sets aside what is due, and has its payments opened after the commit.

    The call's row is held meanwhile: two officers at once share one budget, and neither sets
    aside what the other has. Raises `Refused` when there is nothing, or not enough.
    """
    reach = paying_districts(actor)
    if reach is not None and (district is None or district not in reach):
        raise PermissionDenied(_("您没有办理此事项的权限。"))
    calls = Call.objects.select_related("program", "version").select_for_update(of=("self",))
    call = calls.get(pk=call_id)
    granted = payable(call, instalment, district).select_related("unit", "applicant", "district")
    rows = [(each, due_of(each, instalment)) for each in granted.select_for_update(of=("self",))]
    due = [(application, amount) for application, amount in rows if amount > 0]
    if not due:
        raise Refused(_nothing(call))
    total = sum((amount for _application, amount in due), Decimal(0))
    _check_budget(call, total)
    _check_district_budgets(call, due)
    batch = _open_batch(call, instalment, district, total, actor, address)
    _write_payments(batch, due)
    detail = {"call": str(call), "instalment": instalment, "count": len(due), "total": str(total)}
    record(actor, "start_disbursement", batch, detail, address)
    enqueue_on_commit(OPEN, batch.pk)
    return batch


def _nothing(call: Call) -> str:
    """Why there is nothing to pay, with what to wait for."""
    waiting = not_yet(call)
    reasons = []
    if on_notice := waiting.pop(State.ON_NOTICE, 0):
        reasons.append(
            _("%(count)s 件仍在公示中，公示期满且无未处理的异议后才能启动拨付")
            % {"count": on_notice}
        )
    if in_review := sum(waiting.values()):
        reasons.append(_("%(count)s 件仍在审核中") % {"count": in_review})
    return _("没有可以拨付的申报件。") + "；".join(reasons)


def _check_budget(call: Call, total: Decimal) -> None:
    if call.budget is None:
        return
    used = committed(call)
    if used + total > call.budget:
        raise Refused(
            _(
                "超出年度预算：预算 %(budget)s，已安排 %(used)s，剩余 %(left)s，"
                "本次需要 %(total)s，缺 %(missing)s。请调整预算后再启动。"
            )
            % {
                "budget": yuan(call.budget),
                "used": yuan(used),
                "left": yuan(call.budget - used),
                "total": yuan(total),
                "missing": yuan(used + total - call.budget),
            }
        )


def _check_district_budgets(call: Call, due: list[Due]) -> None:
    """A district with a budget of its own keeps within it."""
    budgets = {each.district_id: each for each in call.district_budgets.select_related("district")}
    needed: dict[str, Decimal] = defaultdict(Decimal)
    for application, amount in due:
        needed[str(application.district_id)] += amount
    for code in sorted(needed.keys() & budgets.keys()):
        budget, used = budgets[code], committed(call, code)
        if used + needed[code] > budget.amount:
            raise Refused(
                _(
                    "超出%(district)s的分区预算：预算 %(budget)s，已安排 %(used)s，"
                    "本次需要 %(total)s。请调整分区预算后再启动。"
                )
                % {
                    "district": budget.district,
                    "budget": yuan(budget.amount),
                    "used": yuan(used),
                    "total": yuan(needed[code]),
                }
            )


def _open_batch(
    call: Call,
    instalment: int,
    district: str | None,
    total: Decimal,
    actor: User,
    address: str | None,
) -> DisbursementBatch:
    """The batch that the clock has prepared, or a new one."""
    prepared = DisbursementBatch.objects.filter(
        call=call, instalment=instalment, district=district, state=DisbursementBatch.State.DUE
    ).first()
    batch = prepared or DisbursementBatch(
        number=next_number("BF", today().year),
        call=call,
        instalment=instalment,
        district_id=district,
        due_on=today(),
    )
    batch.state = DisbursementBatch.State.RUNNING
    batch.total, batch.started_by, batch.address = total, actor, address
    batch.started_at = timezone.now()
    batch.save()
    return batch


def _write_payments(batch: DisbursementBatch, due: list[Due]) -> None:
    """One payment for each unit, or for each application where others are paid."""
    by_payee: dict[tuple[str, int | None], list[Due]] = defaultdict(list)
    for application, amount in due:
        to_person = _is_to_person(application)
        key = ("person", application.pk) if to_person else ("unit", application.unit_id)
        by_payee[key].append((application, amount))
    numbers = next_numbers("ZF", today().year, len(by_payee))
    payments = Payment.objects.bulk_create(
        _payment(batch, number, of) for number, of in zip(numbers, by_payee.values(), strict=True)
    )
    PaymentLine.objects.bulk_create(
        PaymentLine(
            payment=payment, application=application, instalment=batch.instalment, amount=amount
        )
        for payment, of in zip(payments, by_payee.values(), strict=True)
        for application, amount in of
    )


def _is_to_person(application: Application) -> bool:
    rule = application.definition.disbursement
    return rule is not None and rule.payee != "unit"


def _payment(batch: DisbursementBatch, number: str, of: list[Due]) -> Payment:
    application, _amount = of[0]
    to_person = _is_to_person(application)
    return Payment(
        number=number,
        batch=batch,
        unit=application.unit,
        to_person=to_person,
        payee_name=payee_name(application)[:100],
        district=application.district,
        amount=sum((amount for _each, amount in of), Decimal(0)),
    )
