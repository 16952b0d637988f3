"""What the page of a payment says is done, and what is open again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import BankAccount, User
from portal.lib.dates import today
from programs.models import Application
from reviews.actions import payments
from reviews.actions.disbursement import start_batch
from reviews.actions.payment_files import import_results
from reviews.models import Payment, PaymentLine, PaymentState
from reviews.tasks import open_payments
from reviews.views.disbursement_page import PaymentPage
from reviews.views.disbursement_steps import steps_of
from tests.factories import approve
from tests.factories.disbursement import call_paying, hired, hiring_unit, save_details

from .conftest import signed_in
from .paying import (
    answer,
    choose_details,
    clerk_of,
    exported,
    hand_in,
    printed,
    started,
    upload_proof,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(payment: Payment) -> Client:
    return clerk_of(payment)


def steps(payment: Payment, user: User) -> dict[str, str]:
    payment = Payment.objects.select_related("batch__call__program", "unit").get(pk=payment.pk)
    return {step.label: step.state for step in steps_of(PaymentPage(payment, user))}


def failed(payment: Payment, finance: User, why: str = "账户冻结") -> None:
    exported(payment, finance)
    import_results("r.csv", answer((payment.number, "75000.00", "失败", "", why)), finance)


def test_steps_are_ticked_one_by_one(payment: Payment, client: Client, finance: User) -> None:
    assert steps(payment, finance) == {
        "在职证明": "current",
        "收款账户": "todo",
        "联系人": "todo",
        "打印收据": "todo",
        "盖章拍照上传": "todo",
        "财务审核": "todo",
        "银行付款": "todo",
    }
    choose_details(client, payment)
    found = steps(payment, finance)
    assert (found["在职证明"], found["收款账户"], found["联系人"]) == ("current", "done", "done")
    upload_proof(client, payment, today())
    client.post(f"/disbursement/{payment.number}/print/")
    hand_in(client, payment)
    found = steps(payment, finance)
    assert (found["盖章拍照上传"], found["财务审核"]) == ("done", "current")


def test_a_failure_opens_the_banks_step_alone(payment: Payment, finance: User) -> None:
    failed(payment, finance)
    found = steps(payment, finance)
    assert found.pop("银行付款") == "bad"
    assert set(found.values()) == {"done"}


@pytest.mark.requirement("S3-043")
def test_another_account_opens_the_receipt_and_nothing_before_it(
    payment: Payment, client: Client, finance: User
) -> None:
    failed(payment, finance)
    assert payment.unit
    other = BankAccount.objects.create(
        unit=payment.unit, bank="BOC", branch="苏州分行", number="488012345678"
    )
    # It was made out long ago, but finance has seen it: it is not asked for again.
    payment.employment_proofs.update(issued_on="2020-01-01")
    client.post(f"/disbursement/{payment.number}/account/", {"chosen": other.pk})
    assert steps(payment, finance) == {
        "在职证明": "done",
        "收款账户": "done",
        "联系人": "done",
        "打印收据": "current",
        "盖章拍照上传": "todo",
        "财务审核": "todo",
        "银行付款": "todo",
    }
    page = client.get(f"/disbursement/{payment.number}/").content.decode()
    for told in ("账户冻结", "其他材料不用重交", "第1版收据作废", "已由财务审核，不用重新上传"):
        assert told in page
    proof = payment.employment_proofs.get()
    removal = client.post(f"/disbursement/{payment.number}/proofs/{proof.pk}/remove/")
    assert removal.status_code == 409
    client.post(f"/disbursement/{payment.number}/print/")
    assert "账户冻结" not in client.get(f"/disbursement/{payment.number}/").content.decode()


def test_a_returned_receipt_opens_the_photo_alone(
    payment: Payment, client: Client, finance: User
) -> None:
    hand_in(client, printed(client, payment))
    payments.send_back(payment.pk, "印章不清晰", finance)
    found = steps(payment, finance)
    assert (found["打印收据"], found["盖章拍照上传"]) == ("done", "current")


def test_the_proof_is_asked_for_where_no_receipt_is(finance: User) -> None:
    rule = {"payee": "unit", "employment_proof": True, "instalments": ["0.5", "0.5"]}
    unit_part = hiring_unit(call_paying("hiring_subsidy", **rule))
    payment = started(approve(hired(unit_part)).call, finance)
    client, url = clerk_of(payment), f"/disbursement/{payment.number}/"
    choose_details(client, payment)
    refused = client.post(f"{url}confirm/")
    assert (refused.status_code, "请先上传最新的在职证明" in refused.content.decode()) == (
        409,
        True,
    )
    upload_proof(client, payment, today())
    assert client.post(f"{url}confirm/").status_code == 302
    payment.refresh_from_db()
    assert payment.state == PaymentState.READY


def test_what_a_unit_has_saved_once_is_proposed(granted: list[Application], finance: User) -> None:
    unit = granted[0].unit
    assert unit
    save_details(unit)
    payment = started(granted[0].call, finance)
    assert (payment.bank, payment.contact_name) == ("ICBC", "唐寅")
    assert payment.state == PaymentState.AWAITING_CONFIRMATION


def test_of_several_accounts_that_of_the_last_payment_is_proposed(
    payment: Payment, finance: User
) -> None:
    exported(payment, finance)
    rows = answer((payment.number, "75000.00", "成功", today().isoformat(), ""))
    import_results("r.csv", rows, finance)
    assert payment.unit
    BankAccount.objects.create(
        unit=payment.unit, bank="BOC", branch="苏州分行", number="488012345678"
    )
    line = payment.lines.select_related("application__unit_application")[0]
    unit_part = line.application.unit_application
    assert unit_part
    approve(hired(unit_part))
    batch = start_batch(payment.batch.call_id, 1, None, finance)
    open_payments(batch.pk)
    assert batch.payments.get().bank == "ICBC"


def test_lists_cost_the_same_for_fifty_payments(
    granted: list[Application], payment: Payment, client: Client, finance: User
) -> None:
    desk = signed_in(finance)
    pages = ((client, "/disbursement/"), (desk, "/admin/reviews/payment/"))
    for browser, path in pages:
        browser.get(path)
    few = [queries(browser, path) for browser, path in pages]
    for number in range(50):
        like = Payment.objects.get(pk=payment.pk)
        like.pk, like.number, like.to_person = None, f"ZF2026-9{number:07}-0", True
        like.save(force_insert=True)
        line = PaymentLine(payment=like, application=granted[0], instalment=number + 2, amount=1)
        line.save()
    assert [queries(browser, path) for browser, path in pages] == few
    assert "总计 51 条" in client.get("/disbursement/").content.decode()


def queries(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(path).status_code == 200
    return len(found)
