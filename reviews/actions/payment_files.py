"""Files of payments for the bank, and the results that come back."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import User
from portal.lib.dates import today
from portal.lib.money import yuan
from portal.lib.numbering import next_number
from portal.lib.refusals import Refused
from portal.lib.sheets import read_sheet
from reviews.disbursing import settle, tell
from reviews.models import BankResult, Payment, PaymentFile, PaymentState
from reviews.payment_sheets import COLUMNS, FAILURE, RESULT, SUM, write_csv, write_xlsx
from reviews.queries.disbursement import within
from reviews.rules import cashier_districts

PAID_WORDS = frozenset({"成功", "已付款", "付款成功", "交易成功"})
FAILED_WORDS = frozenset({"失败", "付款失败", "交易失败", "退票"})
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d")


@transaction.atomic
def export_file(bank: str, format: str, actor: User, address: str | None = None) -> PaymentFile:
    """Hands what waits for one bank over to it, each payment once.

    Two officers at once: the second waits for the rows of the first, finds them handed over, and
    gets what is left, if anything.
    """
    ready = within(
        Payment.objects.filter(state=PaymentState.READY, bank=bank), cashier_districts(actor)
    )
    payments = list(ready.select_for_update(of=("self",)).select_related("batch").order_by("pk"))
    if not payments:
        raise Refused(_("该银行没有待付款的拨付单，可能已由同事导出。"))
    total = sum((payment.amount for payment in payments), Decimal(0))
    write = write_xlsx if format == PaymentFile.Format.XLSX else write_csv
    content = write(payments, total)
    file = PaymentFile(
        number=next_number("FK", today().year),
        bank=bank,
        format=format,
        sha256=hashlib.sha256(content).hexdigest(),
        count=len(payments),
        total=total,
        created_by=actor,
    )
    file.file.save(f"payments.{format}", ContentFile(content), save=False)
    file.save()
    for payment in payments:
        payment.state, payment.file = PaymentState.EXPORTED, file
    Payment.objects.bulk_update(payments, ["state", "file"])
    detail = {"bank": bank, "count": file.count, "total": str(total)}
    record(actor, "export_payments", file, detail, address)
    return file


class NotTaken(Exception):
    """One row of a result that cannot be used; the message says why."""


@dataclass
class _Import:
    """What is known while the rows are gone through."""

    actor: User
    address: str | None
    seen: dict[str, int] = field(default_factory=dict)
    sum_of_rows: Decimal = Decimal(0)
    paid: int = 0
    failed: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)


def import_results(
    name: str, content: bytes, actor: User, address: str | None = None
) -> BankResult:
    """Takes over what the bank says of each payment; rows that cannot be used are named.

    Raises `UnreadableSheet` for what is no table. Each row is a transaction of its own: what is
    right stays. A file taken twice, or by two at once, pays nothing twice.
    """
    work = _Import(actor, address)
    for number, row in _rows(name, content):
        try:
            with transaction.atomic():
                _take(work, number, row)
        except (NotTaken, Refused, PermissionDenied) as problem:
            work.refused.append((number, row[COLUMNS[0]][:40], str(problem)))
    result = BankResult.objects.create(
        name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        paid=work.paid,
        failed=work.failed,
        refused=work.refused,
        created_by=actor,
    )
    detail = {"paid": work.paid, "failed": work.failed, "refused": len(work.refused)}
    record(actor, "import_payment_results", result, detail, address)
    return result


def _rows(name: str, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"result{Path(name).suffix.lower()}"
        path.write_bytes(content)
        yield from read_sheet(path, COLUMNS)


def _take(work: _Import, row_number: int, row: dict[str, str]) -> None:
    """One row; raises `NotTaken`."""
    number = row["拨付编号"]
    amount = _amount(row["金额"])
    if number == SUM:
        _compare_sum(work, amount)
        return
    work.sum_of_rows += amount
    if number in work.seen:
        raise NotTaken(_("与第 %(row)s 行重复，同一笔不能记两次") % {"row": work.seen[number]})
    work.seen[number] = row_number
    payment = _find(work, number, has_failed=row[RESULT] in FAILED_WORDS)
    if payment.amount != amount:
        raise NotTaken(
            _("金额不符：文件中 %(found)s，应为 %(right)s")
            % {"found": yuan(amount), "right": yuan(payment.amount)}
        )
    if row[RESULT] in PAID_WORDS:
        _mark_paid(work, payment, _day(row["付款日期"]))
    elif row[RESULT] in FAILED_WORDS:
        _mark_failed(work, payment, row[FAILURE])
    else:
        raise NotTaken(_("“结果”应填写“成功”或“失败”"))


def _find(work: _Import, number: str, *, has_failed: bool) -> Payment:
    found = within(Payment.objects.filter(number=number), cashier_districts(work.actor))
    locked = found.select_for_update(of=("self",)).select_related("batch__call__program", "unit")
    payment = locked.first()
    if payment is None:
        raise NotTaken(_("没有这个拨付编号"))
    if payment.state == PaymentState.PAID and has_failed:
        raise NotTaken(
            _("已于 %(day)s 记为付款成功，不能再记为失败；如系银行退票，请与银行核实")
            % {"day": payment.paid_on}
        )
    if payment.state == PaymentState.PAID:
        raise NotTaken(_("已于 %(day)s 付款，不重复记账") % {"day": payment.paid_on})
    if payment.state != PaymentState.EXPORTED:
        state = payment.get_state_display()
        raise NotTaken(_("当前为“%(state)s”，不在银行办理中") % {"state": state})
    return payment


def _mark_paid(work: _Import, payment: Payment, day: dt.date) -> None:
    payment.state, payment.paid_on, payment.reason = PaymentState.PAID, day, ""
    payment.save()
    settle(payment, work.actor, work.address)
    record(work.actor, "payment_paid", payment, {"paid_on": str(day)}, work.address)
    work.paid += 1


def _mark_failed(work: _Import, payment: Payment, reason: str) -> None:
    if not reason:
        raise NotTaken(_("付款失败须写明失败原因"))
    payment.state, payment.reason = PaymentState.FAILED, reason[:300]
    payment.save()
    tell(payment, "payment_failed")
    record(work.actor, "payment_failed", payment, {"reason": payment.reason}, work.address)
    work.failed += 1


def _compare_sum(work: _Import, amount: Decimal) -> None:
    if amount != work.sum_of_rows:
        raise NotTaken(
            _("合计不符：文件中 %(found)s，各行相加为 %(right)s")
            % {"found": yuan(amount), "right": yuan(work.sum_of_rows)}
        )


def _amount(text: str) -> Decimal:
    """As banks write it: 75,000.00, ¥75000, ７５０００元."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    try:
        amount = Decimal(plain.strip().removeprefix("¥").removesuffix("元"))
    except InvalidOperation:
        raise NotTaken(_("金额不是数字")) from None
    if not amount.is_finite():
        raise NotTaken(_("金额不是数字"))
    return amount


def _day(text: str) -> dt.date:
    for each in DAY_FORMATS:
        try:
            day = dt.datetime.strptime(text, each).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
        if day <= today():
            return day
        raise NotTaken(_("付款日期不能晚于今天"))
    raise NotTaken(_("付款日期应为 2026-01-31 这样的日期"))
