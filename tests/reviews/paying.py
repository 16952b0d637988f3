"""Steps of a disbursement, for the tests that begin further on."""

import csv
import datetime as dt
import io

from django.test import Client

from accounts.models import User
from portal.lib.dates import today
from programs.models import Application, Call
from reviews.actions import payments, receipts
from reviews.actions.disbursement import start_batch
from reviews.actions.payment_files import export_file
from reviews.models import Payment, PaymentLine
from reviews.tasks import open_payments
from tests.factories.disbursement import save_details
from tests.lib.uploads.files import pdf, upload


def started(call: Call, finance: User) -> Payment:
    """The first payment of a batch that has just been started."""
    batch = start_batch(call.pk, 1, None, finance)
    open_payments(batch.pk)
    return Payment.objects.filter(batch=batch).order_by("pk")[0]


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


def ready(payment: Payment, finance: User) -> None:
    """Everything handed in and approved: it waits for the bank."""
    hand_in(clerk_of(payment), printed(clerk_of(payment), payment))
    payments.approve(payment.pk, finance)


def exported(payment: Payment, finance: User) -> Payment:
    """All the way to the bank."""
    ready(payment, finance)
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
