"""The sheet of payments for a bank. Everything is text: an account number is no quantity."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from rustpy_xlsxwriter import Format, write_worksheet

from portal.lib.sheets import neutral
from reviews.models import Payment

RESULT, FAILURE, SUM = "结果", "失败原因", "合计"
#: What comes back has these, in any order; the file that goes out leaves the last three empty.
COLUMNS = ("拨付编号", "金额", RESULT, "付款日期", FAILURE)
HEADINGS = (
    "拨付编号", "收款户名", "收款账号", "开户银行", "金额", "用途", RESULT, "付款日期", FAILURE,
)  # fmt: skip


def write_xlsx(payments: Sequence[Payment], total: Decimal) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "payments.xlsx"
        write_worksheet(
            (dict(zip(HEADINGS, row, strict=True)) for row in _rows(payments, total)),
            str(path),
            sheet_name="付款清单",
            freeze_row=1,
            bold_headers=True,
            column_width=22.0,
            header_format=Format().set_bold(),
            dedupe_strings=False,
        )
        return path.read_bytes()


def write_csv(payments: Sequence[Payment], total: Decimal) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS)
    writer.writerows(_rows(payments, total))
    return text.getvalue().encode("utf-8-sig")


def _rows(payments: Sequence[Payment], total: Decimal) -> Iterator[tuple[str, ...]]:
    for payment in payments:
        yield (
            payment.number,
            neutral(payment.payee_name),
            payment.account_number,
            neutral(payment.bank_name),
            f"{payment.amount:.2f}",
            f"人才资金拨付 {payment.number}",
            "",
            "",
            "",
        )
    yield (SUM, f"{len(payments)} 笔", "", "", f"{total:.2f}", "", "", "", "")
