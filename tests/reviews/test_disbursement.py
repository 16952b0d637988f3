"""From what was granted to the money in the account: the journey of a unit and of finance."""

import datetime as dt
import io
import re
from decimal import Decimal

import pypdfium2 as pdfium
import pytest
from django.test import Client

from accounts.models import AuditEntry, BankAccount, Delivery, Notification, User
from portal.lib.crypto import keyed_hash
from portal.lib.dates import today
from portal.lib.photos.mark import Mark
from portal.lib.refusals import Refused
from programs.models import Application, Call, DistrictBudget
from programs.states import Action, State
from programs.workflow import move
from reviews.actions import payments, receipts
from reviews.actions.disbursement import start_batch
from reviews.actions.payment_files import export_file, import_results
from reviews.models import DisbursementBatch, Payment, PaymentState
from reviews.tasks import open_payments
from tests.factories import approve, make_clerk, make_reviewer
from tests.factories.disbursement import hired, hiring_unit

from .conftest import signed_in
from .paying import (
    answer,
    choose_details,
    clerk_of,
    hand_in,
    printed,
    states,
    upload_proof,
)

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("X-009")
def test_a_batch_makes_one_payment_for_each_unit(granted: list[Application], finance: User) -> None:
    other = approve(hired(hiring_unit(granted[0].call)))
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


@pytest.mark.requirement("S3-038")
def test_the_journey_of_a_unit(payment: Payment, finance: User) -> None:
    client = clerk_of(payment)
    assert payment.state == PaymentState.AWAITING_CONFIRMATION
    printed(client, payment)
    assert payment.state == PaymentState.AWAITING_RECEIPT
    assert states(payment) == {State.AWAITING_RECEIPT}
    # Back another day: from the list by 详情 to 上传收据.
    client = clerk_of(payment)
    listed = client.get("/disbursement/").content.decode()
    assert "待上传收据" in listed
    detail = f"/disbursement/{payment.number}/"
    assert f'<a href="{detail}">详情<' in listed
    shown = client.get(detail).content.decode()
    upload = shown[shown.index(f'action="{detail}code/"') :]
    assert "上传收据" in upload[: upload.index("</form>")]
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


@pytest.mark.requirement("S3-032")
def test_the_list_shows_only_own_matters(payment: Payment) -> None:
    client = clerk_of(payment)
    page = client.get("/disbursement/").content.decode()
    assert payment.number in page
    crumbs = [
        "人才服务",
        "人才服务用户空间",
        "苏州工业园区人才信息枢纽平台",
        "人才资金拨付申请",
    ]
    places = [page.index(f">{crumb}<") for crumb in crumbs]
    assert places == sorted(places)
    assert "待拨付资金列表" in page
    assert client.get(f"/disbursement/{payment.number}/").status_code == 200

    stranger = Client()
    stranger.force_login(make_clerk())
    assert payment.number not in stranger.get("/disbursement/").content.decode()
    for path in ("", "receipt/"):
        assert stranger.get(f"/disbursement/{payment.number}/{path}").status_code == 404
    assert stranger.post(f"/disbursement/{payment.number}/print/").status_code == 404


@pytest.mark.requirement("S3-033")
def test_a_recent_proof_of_employment_comes_first(payment: Payment) -> None:
    client = clerk_of(payment)
    choose_details(client, payment)
    refused = client.post(f"/disbursement/{payment.number}/print/")
    assert (refused.status_code, "请先上传最新的在职证明" in refused.content.decode()) == (
        409,
        True,
    )

    assert upload_proof(client, payment, today() - dt.timedelta(days=31)) == 422
    assert upload_proof(client, payment, today() + dt.timedelta(days=1)) == 422
    assert not payment.employment_proofs.exists()
    assert upload_proof(client, payment, today() - dt.timedelta(days=30)) == 302
    assert client.post(f"/disbursement/{payment.number}/print/").status_code == 302


@pytest.mark.requirement("S3-034")
@pytest.mark.requirement("S3-036")
@pytest.mark.requirement("S3-037")
@pytest.mark.requirement("X-008")
def test_what_was_chosen_stands_on_the_receipt(payment: Payment) -> None:
    client, detail = clerk_of(payment), f"/disbursement/{payment.number}/"
    choose_details(client, payment)
    before = client.get(detail).content.decode()
    for what, button in (
        ("account", "调整银行账户"),
        ("contact", "调整联系人"),
        ("print", "打印收据"),
    ):
        form = before[before.index(f'action="{detail}{what}/"') :]
        assert button in form[: form.index("</form>")]
    assert "下载PDF打印" not in before
    upload_proof(client, payment, today())
    client.post(f"{detail}print/")
    assert re.search(
        rf'<a[^>]*href="{detail}receipt/"[^>]*>(?:(?!</a>).)*下载PDF打印',
        client.get(detail).content.decode(),
        re.S,
    )
    response = client.get(f"{detail}receipt/")
    assert response["Content-Type"] == "application/pdf"
    text = text_of(response.content)
    receipt = payment.receipts.get()
    for wanted in (
        receipt.number,
        "¥75,000.00",
        "柒万伍仟元整",
        "中国工商银行苏州工业园区支行",
        "2345",
        "唐寅",
        "收款单位（盖章）",
        "财务专用章或单位公章",
    ):
        assert wanted in text, wanted
    assert "1102020109000012345" not in text
    changes = AuditEntry.objects.filter(action="change_payment_details")
    assert changes.count() == 2
    assert changes.filter(detail__to__account_number="**** **** **** 2345").exists()


@pytest.mark.requirement("S3-043")
def test_a_change_after_printing_makes_the_receipt_void(payment: Payment) -> None:
    client = printed_client(payment)
    old = payment.receipts.get().mark
    account = other_account(payment)
    client.post(f"/disbursement/{payment.number}/account/", {"chosen": account.pk})
    payment.refresh_from_db()
    assert payment.state == PaymentState.AWAITING_CONFIRMATION
    assert client.get(f"/disbursement/{payment.number}/receipt/").status_code == 404

    client.post(f"/disbursement/{payment.number}/print/")
    assert payment.receipts.get(state="valid").mark == Mark(old.number, 2)
    with pytest.raises(Refused, match="已作废的第 1 版"):
        receipts.attach_photo(payment.pk, b"jpeg", old, {}, None)
    with pytest.raises(Refused, match="另一张收据"):
        receipts.attach_photo(payment.pk, b"jpeg", Mark("SK2026-00009999-1", 2), {}, None)


@pytest.mark.requirement("S3-041")
def test_both_ticks_are_asked_for_before_it_is_handed_in(payment: Payment) -> None:
    client = printed_client(payment)
    mark = payment.receipts.get().mark
    for content in (b"first", b"taken again"):
        receipts.attach_photo(payment.pk, content, mark, {}, None)
    url = f"/disbursement/{payment.number}/submit/"
    assert client.post(url, {"checked_information": "1"}).status_code == 422
    payment.refresh_from_db()
    assert payment.state == PaymentState.AWAITING_RECEIPT
    assert client.post(url, {"checked_information": "1", "checked_seal": "1"}).status_code == 302
    payment.refresh_from_db()
    assert payment.state == PaymentState.AWAITING_REVIEW


def test_nothing_is_paid_before_the_notice_is_over(finance: User) -> None:
    waiting = hired(hiring_unit())
    call = waiting.call
    with pytest.raises(Refused, match="1 件仍在审核中"):
        start_batch(call.pk, 1, None, finance)
    on_notice = grant_until_notice(waiting)
    assert on_notice.state == State.ON_NOTICE
    with pytest.raises(Refused, match="1 件仍在公示中"):
        start_batch(call.pk, 1, None, finance)
    approve(on_notice)
    assert start_batch(call.pk, 1, None, finance).total == Decimal("30000.00")


def test_the_budget_is_not_exceeded(granted: list[Application], finance: User) -> None:
    call = granted[0].call
    Call.objects.filter(pk=call.pk).update(budget=Decimal("74999.99"))
    with pytest.raises(Refused) as refused:
        start_batch(call.pk, 1, None, finance)
    for figure in ("¥74,999.99", "¥0.00", "¥75,000.00", "¥0.01"):
        assert figure in str(refused.value)
    client = signed_in(finance)
    data = {"call": call.pk, "instalment": 1}
    page = client.post("/admin/reviews/disbursementbatch/start/", data)
    assert (page.status_code, "缺 ¥0.01" in page.content.decode()) == (409, True)
    Call.objects.filter(pk=call.pk).update(budget=Decimal("75000.00"))
    assert start_batch(call.pk, 1, None, finance).total == Decimal("75000.00")
    approve(hired(hiring_unit(call)))
    with pytest.raises(Refused, match="剩余 ¥0"):
        start_batch(call.pk, 1, None, finance)


def test_a_district_keeps_within_its_own_budget(granted: list[Application], finance: User) -> None:
    call, place = granted[0].call, granted[0].district
    assert place
    DistrictBudget.objects.create(call=call, district=place, amount=Decimal("74999.99"))
    with pytest.raises(Refused, match="分区预算"):
        start_batch(call.pk, 1, None, finance)
    DistrictBudget.objects.update(amount=Decimal("75000.00"))
    assert start_batch(call.pk, 1, None, finance).total == Decimal("75000.00")


@pytest.mark.requirement("X-009")
def test_finance_returns_a_receipt_with_a_reason(payment: Payment, finance: User) -> None:
    client = printed_client(payment)
    hand_in(client, payment)
    desk, page = signed_in(finance), f"/admin/reviews/payment/{payment.pk}/"
    assert "收据照片" in desk.get(page).content.decode()
    assert desk.post(f"{page}return/", {"reason": " "}).status_code == 409
    assert desk.post(f"{page}return/", {"reason": "印章不清晰"}).status_code == 302
    payment.refresh_from_db()
    assert (payment.state, payment.reason) == (PaymentState.AWAITING_RECEIPT, "印章不清晰")
    assert "印章不清晰" in client.get(f"/disbursement/{payment.number}/").content.decode()
    clerk = payment.lines.all()[0].application.created_by
    notice = Notification.objects.get(kind="payment_receipt_returned", recipient=clerk)
    assert "印章不清晰" in notice.body
    # The contact that was chosen for the payment, not the one of the application.
    told = Delivery.objects.filter(kind="payment_receipt_returned")
    assert told.filter(address_hash=keyed_hash("13912340077")).exists()
    assert not told.filter(address_hash=keyed_hash("13912340066")).exists()
    hand_in(client, payment)
    assert desk.post(f"{page}approve/").status_code == 302
    payment.refresh_from_db()
    assert payment.state == PaymentState.READY


def printed_client(payment: Payment) -> Client:
    client = clerk_of(payment)
    printed(client, payment)
    return client


def other_account(payment: Payment) -> BankAccount:
    assert payment.unit
    return BankAccount.objects.create(
        unit=payment.unit, bank="BOC", branch="苏州分行", number="488012345678"
    )


def grant_until_notice(application: Application) -> Application:
    while application.state != State.ON_NOTICE:
        assert application.office
        reviewer = make_reviewer(application.office)
        application = move(application.pk, Action.APPROVE, reviewer)
    return application


def text_of(content: bytes) -> str:
    with pdfium.PdfDocument(io.BytesIO(content)) as document:
        return str(document[0].get_textpage().get_text_range())
