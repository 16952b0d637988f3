"""Files of results as banks and their customers make them: encodings, amounts, second times."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts.models import User
from portal.lib.dates import today
from reviews.actions.payment_files import import_results
from reviews.models import BankResult, Payment, PaymentState
from reviews.payment_sheets import COLUMNS

from .conftest import signed_in
from .paying import answer, exported

pytestmark = pytest.mark.django_db

DAY = today().isoformat()


def state(payment: Payment) -> str:
    payment.refresh_from_db()
    return payment.state


def workbook(*row: object) -> bytes:
    book = Workbook()
    assert book.active
    book.active.append(COLUMNS)
    book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_file_in_the_encoding_of_chinese_excel(payment: Payment, finance: User) -> None:
    exported(payment, finance)
    content = answer((payment.number, "75,000.00", "成功", DAY, "")).decode("utf-8-sig")
    assert import_results("回单.csv", content.encode("gbk"), finance).refused == []
    assert state(payment) == PaymentState.PAID


@pytest.mark.parametrize(
    "amount",
    ["75000.00", "75,000.00", "¥75,000.00", "￥75，000.00", "７５０００元", 75000, 75000.0],
)
def test_amounts_as_text_or_number(payment: Payment, finance: User, amount: object) -> None:
    exported(payment, finance)
    content = workbook(payment.number, amount, "成功", today(), "")
    assert import_results("回单.xlsx", content, finance).refused == []
    assert state(payment) == PaymentState.PAID


@pytest.mark.parametrize("amount", ["37500.00", "75000.01", "-75000.00", "0"])
def test_a_part_of_the_amount_is_no_payment(payment: Payment, finance: User, amount: str) -> None:
    exported(payment, finance)
    content = answer((payment.number, amount, "成功", DAY, ""))
    ((_row, _number, why),) = import_results("r.csv", content, finance).refused
    assert "金额不符" in why
    assert "应为 ¥75,000.00" in why
    assert state(payment) == PaymentState.EXPORTED


def test_an_encoding_that_nobody_can_read_is_named(finance: User) -> None:
    content = answer(("ZF1", "1", "成功", DAY, "")).decode("utf-8-sig").encode("utf-16")
    upload = SimpleUploadedFile("回单.csv", content)
    page = signed_in(finance).post("/admin/reviews/bankresult/new/", {"file": upload})
    assert page.status_code == 422
    assert "无法识别文件的文字编码" in page.content.decode()


def test_the_same_file_again_is_said_to_be_the_same(payment: Payment, finance: User) -> None:
    exported(payment, finance)
    content = answer((payment.number, "75000.00", "成功", DAY, ""))
    desk = signed_in(finance)
    for _ in range(2):
        upload = SimpleUploadedFile("回单.csv", content)
        page = desk.post("/admin/reviews/bankresult/new/", {"file": upload}, follow=True)
    first, second = BankResult.objects.order_by("pk")
    told = page.content.decode()
    assert "这份文件已经导入过" in told
    assert f'href="/admin/reviews/bankresult/{first.pk}/"' in told
    assert (second.paid, second.failed, len(second.refused)) == (0, 0, 1)


def test_what_was_paid_does_not_fail_afterwards(payment: Payment, finance: User) -> None:
    exported(payment, finance)
    import_results("r.csv", answer((payment.number, "75000.00", "成功", DAY, "")), finance)
    late = answer((payment.number, "75000.00", "退票", "", "账户已销户"))
    ((_row, _number, why),) = import_results("late.csv", late, finance).refused
    assert "不能再记为失败；如系银行退票" in why
    assert state(payment) == PaymentState.PAID


def test_a_payment_of_no_file_yet_is_not_taken(payment: Payment, finance: User) -> None:
    content = answer((payment.number, "75000.00", "成功", DAY, ""))
    ((_row, _number, why),) = import_results("r.csv", content, finance).refused
    assert "当前为“待确认信息”" in why
