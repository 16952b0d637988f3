"""Handing payments to the bank, and what it answers: row by row, and nothing twice."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.models import BankAccount, Delivery, User
from portal.lib.crypto import keyed_hash
from portal.lib.dates import today
from portal.lib.refusals import Refused
from programs.models import Application
from programs.states import State
from reviews.actions import payments
from reviews.actions.payment_files import export_file, import_results
from reviews.models import BankResult, Payment, PaymentFile, PaymentState, Receipt
from tests.factories import approve
from tests.factories.disbursement import hired, hiring_unit

from .conftest import signed_in
from .paying import answer, clerk_of, exported, hand_in, ready, started, states

pytestmark = pytest.mark.django_db

DAY = today().isoformat()


def test_numbers_stand_in_the_file_as_text(payment: Payment, finance: User) -> None:
    ready(payment, finance)
    file = export_file("ICBC", "xlsx", finance)
    with file.file.open("rb") as content:
        sheet = load_workbook(content).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:5] == (
        payment.number,
        payment.payee_name,
        "1102020109000012345",
        "中国工商银行苏州工业园区支行",
        "75000.00",
    )
    assert rows[2][0] == "合计"
    assert rows[2][4] == "75000.00"


def test_a_payment_is_exported_once(payment: Payment, finance: User) -> None:
    ready(payment, finance)
    desk = signed_in(finance)
    waiting = desk.get("/admin/reviews/paymentfile/waiting/").content.decode()
    assert "中国工商银行" in waiting
    assert "¥75,000.00" in waiting
    data = {"bank": "ICBC", "format": "csv"}
    assert desk.post("/admin/reviews/paymentfile/export/", data).status_code == 302
    file = PaymentFile.objects.get()
    url = f"/admin/reviews/paymentfile/{file.pk}/download/"
    sent = b"".join(desk.get(url).streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(sent.decode("utf-8-sig"))))
    assert rows[1][2] == "1102020109000012345"
    again = desk.post("/admin/reviews/paymentfile/export/", data)
    assert (again.status_code, "可能已由同事导出" in again.content.decode()) == (409, True)
    with pytest.raises(Refused):
        export_file("ICBC", "csv", finance)


def test_every_wrong_row_is_named_and_the_right_ones_stay(
    granted: list[Application], finance: User
) -> None:
    approve(hired(hiring_unit(granted[0].call)))
    started(granted[0].call, finance)
    first, second = Payment.objects.order_by("-amount")
    for each in (first, second):
        ready(each, finance)
    export_file("ICBC", "csv", finance)
    content = answer(
        ("ZF2026-00009999-1", "1.00", "成功", DAY, ""),
        (first.number, "75000.00", "成功", DAY, ""),
        (first.number, "75000.00", "成功", DAY, ""),
        (second.number, "30000.01", "成功", DAY, ""),
        ("合计", "105000.00", "", "", ""),
    )
    desk = signed_in(finance)
    upload = SimpleUploadedFile("回单.csv", content)
    page = desk.post("/admin/reviews/bankresult/new/", {"file": upload}, follow=True)
    told = page.content.decode()
    result = BankResult.objects.get()
    assert (result.paid, result.failed) == (1, 0)
    assert [(row, number) for row, number, _why in result.refused] == [
        (2, "ZF2026-00009999-1"),
        (4, first.number),
        (5, second.number),
        (6, "合计"),
    ]
    for reason in ("没有这个拨付编号", "与第 3 行重复", "应为 ¥30,000.00", "合计不符"):
        assert reason in told
    assert (states(first), states(second)) == ({State.DISBURSED}, {State.AWAITING_RECEIPT})

    again = import_results("again.csv", content, finance)
    assert (again.paid, again.failed) == (0, 0)
    assert f"已于 {DAY} 付款" in again.refused[1][2]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("75000.00", "也许", DAY, ""), "应填写“成功”或“失败”"),
        (("七万五", "成功", DAY, ""), "金额不是数字"),
        (("NaN", "成功", DAY, ""), "金额不是数字"),
        (("75000.00", "成功", "2999-01-01", ""), "不能晚于今天"),
        (("75000.00", "成功", "昨天", ""), "这样的日期"),
        (("75000.00", "失败", "", ""), "须写明失败原因"),
    ],
)
def test_a_row_that_cannot_be_used_changes_nothing(
    payment: Payment, finance: User, row: tuple[str, str, str, str], why: str
) -> None:
    exported(payment, finance)
    result = import_results("r.csv", answer((payment.number, *row)), finance)
    assert (result.paid, result.failed) == (0, 0)
    assert why in result.refused[0][2]
    payment.refresh_from_db()
    assert payment.state == PaymentState.EXPORTED


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("r.xlsx", b"no sheet", "不是有效的 XLSX"),
        ("r.csv", "拨付编号,金额\n1,2".encode(), "缺少列"),
        ("r.pdf", b"%PDF", "请上传 XLSX 或 CSV"),
    ],
)
def test_what_is_no_table_is_refused(finance: User, name: str, content: bytes, why: str) -> None:
    upload = SimpleUploadedFile(name, content)
    page = signed_in(finance).post("/admin/reviews/bankresult/new/", {"file": upload})
    assert (page.status_code, why in page.content.decode()) == (422, True)
    assert not BankResult.objects.exists()


def test_a_failure_reopens_the_bank_step_only(payment: Payment, finance: User) -> None:
    exported(payment, finance)
    import_results("r.csv", answer((payment.number, "75000.00", "失败", "", "户名不符")), finance)
    payment.refresh_from_db()
    assert (payment.state, payment.reason) == (PaymentState.FAILED, "户名不符")
    told = Delivery.objects.filter(kind="payment_failed", address_hash=keyed_hash("13912340077"))
    assert told.exists()
    client = clerk_of(payment)
    assert "户名不符" in client.get(f"/disbursement/{payment.number}/").content.decode()

    # The same account, confirmed: neither proof nor receipt are asked for again.
    assert client.post(f"/disbursement/{payment.number}/confirm/").status_code == 302
    payment.refresh_from_db()
    assert payment.state == PaymentState.READY
    assert Receipt.objects.get(payment=payment).state == Receipt.State.VALID
    export_file("ICBC", "csv", finance)
    import_results("r.csv", answer((payment.number, "75000.00", "成功", DAY, "")), finance)
    assert states(payment) == {State.DISBURSED}


def test_another_account_after_a_failure_needs_another_receipt(
    payment: Payment, finance: User
) -> None:
    exported(payment, finance)
    import_results("r.csv", answer((payment.number, "75000.00", "失败", "", "账户冻结")), finance)
    assert payment.unit
    other = BankAccount.objects.create(
        unit=payment.unit, bank="BOC", branch="苏州分行", number="488012345678"
    )
    payment.employment_proofs.update(issued_on="2020-01-01")
    client = clerk_of(payment)
    client.post(f"/disbursement/{payment.number}/account/", {"chosen": other.pk})
    # Its 在职证明 was seen already.
    assert client.post(f"/disbursement/{payment.number}/print/").status_code == 302
    payment.refresh_from_db()
    hand_in(client, payment)
    payments.approve(payment.pk, finance)
    file = export_file("BOC", "csv", finance)
    assert (file.count, Path(str(file.file.name)).suffix) == (1, ".csv")
    assert payment.lines.count() == 2
    assert sum(line.amount for line in payment.lines.all()) == Decimal("75000.00")
