"""Instalments, people who are paid themselves, and what the database refuses."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Notification, User
from portal.lib.dates import today
from portal.lib.refusals import Refused
from programs.definitions.route import Disbursement
from programs.models import Application
from programs.states import State
from programs.validity import lapse
from reviews.actions.disbursement import start_batch
from reviews.actions.payment_files import export_file, import_results
from reviews.jobs import prepare_instalments
from reviews.models import DisbursementBatch, Payment, PaymentLine, PaymentState
from reviews.tasks import open_payments
from tests.factories import approve, draft_person_application, submit, submitted_unit
from tests.factories.disbursement import call_paying, hired, hiring_unit

from .paying import answer, choose_details, clerk_of, started, states, upload_proof

TWO = {"payee": "person", "instalments": ["0.6", "0.4"]}


def award(**rule: object) -> Application:
    """A person's award of 40 000, granted, paid by the rule."""
    unit_part = submitted_unit(call_paying("contribution_award", **rule))
    return approve(submit(draft_person_application(unit_part)))


def pay(payment: Payment, finance: User) -> None:
    payment.refresh_from_db()
    export_file(payment.bank, "csv", finance)
    row = (payment.number, f"{payment.amount:.2f}", "成功", today().isoformat(), "")
    assert import_results("r.csv", answer(row), finance).refused == []


@given(
    granted=st.decimals(min_value="0.01", max_value="99999999.99", places=2),
    cents=st.lists(st.integers(min_value=1, max_value=50), min_size=1, max_size=5),
)
def test_instalments_are_exactly_the_grant(granted: Decimal, cents: list[int]) -> None:
    shares = [Decimal(each) / 512 for each in cents]
    rule = Disbursement(instalments=(*shares, 1 - sum(shares, Decimal(0))))
    parts = [rule.due(granted, number) for number in range(1, len(rule.instalments) + 1)]
    assert sum(parts) == granted
    assert min(parts) >= 0


@pytest.mark.django_db
def test_a_person_is_paid_to_the_account_of_the_application(finance: User) -> None:
    person = award(payee="person")
    payment = started(person.call, finance)
    assert (payment.payee_name, payment.state) == ("祝允明", PaymentState.READY)
    assert (payment.bank, payment.account_number) == ("BOC", "6222021102001234569")
    assert Notification.objects.filter(kind="payment_started_to_person").exists()
    pay(payment, finance)
    assert states(payment) == {State.DISBURSED}


@pytest.mark.django_db
def test_a_refused_card_is_replaced_by_another(finance: User) -> None:
    payment = started(award(payee="person").call, finance)
    export_file("BOC", "csv", finance)
    row = (payment.number, f"{payment.amount:.2f}", "失败", "", "卡号有误")
    import_results("r.csv", answer(row), finance)
    client, url = clerk_of(payment), f"/disbursement/{payment.number}/own-account/"
    wrong = client.post(url, {"bank_name": "招商银行苏州分行", "number": "6222021102001234560"})
    assert (wrong.status_code, "招商银行苏州分行" in wrong.content.decode()) == (422, True)
    right = {"bank_name": "招商银行苏州分行", "number": "6222021102001234569"}
    assert client.post(url, right).status_code == 302
    payment.refresh_from_db()
    assert (payment.state, payment.bank) == (PaymentState.READY, "CMB")


@pytest.mark.django_db
def test_the_second_instalment_falls_due_a_year_later(
    finance: User, freeze: Callable[[str], None]
) -> None:
    freeze("2028-02-29 10:00")
    person = award(**TWO)
    payment = started(person.call, finance)
    assert payment.amount == Decimal("24000.00")
    with pytest.raises(Refused):
        start_batch(person.call_id, 2, None, finance)
    pay(payment, finance)
    assert states(payment) == {State.APPROVED}

    freeze("2029-02-27 23:59")
    prepare_instalments()
    assert not DisbursementBatch.objects.filter(instalment=2).exists()
    freeze("2029-02-28 00:01")
    prepare_instalments()
    prepare_instalments()
    due = DisbursementBatch.objects.get(instalment=2)
    assert due.state == DisbursementBatch.State.DUE
    assert start_batch(person.call_id, 2, None, finance) == due
    open_payments(due.pk)
    last = Payment.objects.get(batch=due)
    assert last.amount == Decimal("16000.00")
    pay(last, finance)
    assert states(last) == {State.DISBURSED}


@pytest.mark.django_db
def test_the_second_instalment_asks_for_a_proof_of_its_own(
    finance: User, freeze: Callable[[str], None]
) -> None:
    rule = {"payee": "unit", "employment_proof": True, "instalments": ["0.5", "0.5"]}
    freeze("2027-03-01 10:00")
    first = started(
        approve(hired(hiring_unit(call_paying("hiring_subsidy", **rule)))).call, finance
    )
    client = clerk_of(first)
    choose_details(client, first)
    upload_proof(client, first, today())
    client.post(f"/disbursement/{first.number}/confirm/")
    pay(first, finance)

    freeze("2028-03-01 10:00")
    batch = start_batch(first.batch.call_id, 2, None, finance)
    open_payments(batch.pk)
    second = Payment.objects.get(batch=batch)
    client = clerk_of(second)
    # Account and contact of the first are proposed; the proof is not.
    assert (second.bank, second.contact_name) == (first.bank or "ICBC", "唐寅")
    url = f"/disbursement/{second.number}/"
    assert "请先上传最新的在职证明" in client.post(f"{url}confirm/").content.decode()
    upload_proof(client, second, today())
    assert client.post(f"{url}confirm/").status_code == 302


@pytest.mark.django_db
def test_a_grant_that_has_ended_is_not_paid_on(
    finance: User, freeze: Callable[[str], None]
) -> None:
    freeze("2027-03-01 10:00")
    person = award(**TWO)
    pay(started(person.call, finance), finance)
    freeze("2027-09-01 10:00")
    with transaction.atomic():
        person.refresh_from_db()
        lapse(person, today(), finance)
    freeze("2028-03-02 10:00")
    prepare_instalments()
    assert not DisbursementBatch.objects.filter(instalment=2).exists()
    with pytest.raises(Refused):
        start_batch(person.call_id, 2, None, finance)


@pytest.mark.django_db
def test_the_database_pays_no_instalment_twice(payment: Payment) -> None:
    line = PaymentLine.objects.filter(payment=payment)[0]
    with pytest.raises(IntegrityError, match="an_instalment_is_paid_once"), transaction.atomic():
        PaymentLine.objects.create(
            payment=payment, application=line.application, instalment=1, amount=1
        )
    rows = Payment.objects.filter(pk=payment.pk)
    for change, trigger in (
        ({"amount": 1}, "payment_is_fixed"),
        ({"state": PaymentState.PAID, "paid_on": today()}, "payment_moves"),
    ):
        with pytest.raises(InternalError, match=trigger), transaction.atomic():
            rows.update(**change)
    with pytest.raises(InternalError, match="line_stays"), transaction.atomic():
        PaymentLine.objects.filter(pk=line.pk).update(amount=1)
