"""From what was granted to the money in the account: the journey of a unit and of finance."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Delivery, Notification, User
from portal.lib.crypto import keyed_hash
from portal.lib.dates import today
from programs.models import Application, Call
from programs.states import State
from reviews.actions import payments, receipts
from reviews.actions.disbursement import start_batch
from reviews.actions.payment_files import export_file, import_results
from reviews.models import DisbursementBatch, Payment, PaymentLine, PaymentState
from reviews.tasks import open_payments
from tests.factories import city_office, make_staff
from tests.factories.disbursement import grant, hired, hiring_unit, save_details
from tests.lib.uploads.files import pdf, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance() -> User:
    return make_staff("finance", city_office("finance_bureau"))


@pytest.fixture
def granted() -> list[Application]:
    """Two people of one unit, 30 000 and 45 000 yuan."""
    unit_part = hiring_unit()
    first = grant(hired(unit_part))
    return [first, grant(hired(unit_part, name="文徵明", recruiting_fee="90000.00"))]


@pytest.fixture
def payment(granted: list[Application], finance: User) -> Payment:
    return started(granted[0].call, finance)


def started(call: Call, finance: User) -> Payment:
    batch = start_batch(call.pk, 1, None, finance)
    open_payments(batch.pk)
    return Payment.objects.get(batch=batch)


def clerk_of(payment: Payment) -> Client:
    line = PaymentLine.objects.filter(payment=payment)[0]
    client = Client()
    client.force_login(line.application.created_by)
    return client


def upload_proof(client: Client, payment: Payment, day: dt.date) -> int:
    file = upload("在职证明.pdf", pdf())
    url = f"/disbursement/{payment.number}/proofs/add/"
    return client.post(url, {"issued_on": day.isoformat(), "file": file}).status_code


def choose_details(client: Client, payment: Payment) -> None:
    assert payment.unit
    account, contact = save_details(payment.unit)
    for what, chosen in (("account", account), ("contact", contact)):
        url = f"/disbursement/{payment.number}/{what}/"
        assert client.post(url, {"chosen": chosen.pk}).status_code == 302


def printed(client: Client, payment: Payment) -> Payment:
    upload_proof(client, payment, today())
    choose_details(client, payment)
    assert client.post(f"/disbursement/{payment.number}/print/").status_code == 302
    payment.refresh_from_db()
    return payment


def hand_in(client: Client, payment: Payment) -> Payment:
    """A photo of the receipt, looked at and handed in."""
    mark = payment.receipts.get(state="valid").mark
    receipts.attach_photo(payment.pk, b"\xff\xd8\xff jpeg", mark, {"seal": True}, None)
    data = {"checked_information": "1", "checked_seal": "1"}
    assert client.post(f"/disbursement/{payment.number}/submit/", data).status_code == 302
    payment.refresh_from_db()
    return payment


def exported(payment: Payment, finance: User) -> Payment:
    """All the way to the bank."""
    hand_in(clerk_of(payment), printed(clerk_of(payment), payment))
    payments.approve(payment.pk, finance)
    export_file("ICBC", "csv", finance)
    payment.refresh_from_db()
    return payment


def answer(*rows: tuple[str, str, str, str, str]) -> bytes:
    """What the bank sends back."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([("拨付编号", "金额", "结果", "付款日期", "失败原因"), *rows])
    return text.getvalue().encode("utf-8-sig")


def states(payment: Payment) -> set[str]:
    applications = Application.objects.filter(payment_lines__payment=payment)
    return set(applications.values_list("state", flat=True))


def test_a_batch_makes_one_payment_for_each_unit(granted: list[Application], finance: User) -> None:
    other = grant(hired(hiring_unit(granted[0].call)))
    batch = start_batch(granted[0].call_id, 1, None, finance)
    assert batch.total == Decimal("105000.00")
    assert sorted(batch.payments.values_list("amount", flat=True)) == [
        Decimal("30000.00"),
        Decimal("75000.00"),
    ]
    open_payments(batch.pk)
    batch.refresh_from_db()
    assert batch.state == DisbursementBatch.State.STARTED
    assert {a.state for a in Application.objects.filter(pk__in=[other.pk, granted[0].pk])} == {
        State.AWAITING_DISBURSEMENT
    }
    # The contact named in the application, by both ways, and the clerk's inbox.
    for address in ("13912340066", "shenzhou@example.com"):
        told = Delivery.objects.filter(address_hash=keyed_hash(address), kind="payment_started")
        assert told.count() == 2
    assert Notification.objects.filter(kind="payment_started").count() == 2


def test_the_journey_of_a_unit(payment: Payment, finance: User) -> None:
    client = clerk_of(payment)
    assert payment.state == PaymentState.AWAITING_CONFIRMATION
    printed(client, payment)
    assert payment.state == PaymentState.AWAITING_RECEIPT
    assert states(payment) == {State.AWAITING_RECEIPT}
    hand_in(client, payment)
    assert payment.state == PaymentState.AWAITING_REVIEW
    payments.approve(payment.pk, finance)
    file = export_file("ICBC", "xlsx", finance)
    assert (file.count, file.total) == (1, Decimal("75000.00"))
    day = today().isoformat()
    result = import_results("r.csv", answer((payment.number, "75000.00", "成功", day, "")), finance)
    assert (result.paid, result.refused) == (1, [])
    payment.refresh_from_db()
    assert (payment.state, payment.paid_on) == (PaymentState.PAID, today())
    assert states(payment) == {State.DISBURSED}
    assert Notification.objects.filter(kind="payment_paid").exists()
