"""What people send instead of a good roster: each is named, where it is, and never a 500."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from programs.answers import plain_answers
from programs.models import RosterImport
from programs.roster import guarding, importing
from tests.factories import draft_unit_application, make_clerk, person_answers, resident_id

from .books import (
    INVOICES,
    PEOPLE,
    as_bytes,
    checked,
    column_of,
    complaint,
    filed,
    filled,
    imported,
    people,
    put,
    remarks,
    send,
    url,
)
from .conftest import Office

pytestmark = pytest.mark.django_db

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refused(office: Office, content: bytes, name: str = "名单.xlsx") -> str:
    """What the page says of a file that is not even taken."""
    response = send(office.client, office.call, content, name)
    assert response.status_code == 422
    assert RosterImport.objects.count() == 0
    return str(response.content.decode())


def test_files_that_are_no_workbook_are_refused_at_the_field(office: Office) -> None:
    assert "旧版 Excel" in refused(office, OLE)
    locked = OLE + "EncryptedPackage".encode("utf-16-le")
    assert "设有密码" in refused(office, locked)
    assert "不要直接修改扩展名" in refused(office, "姓名,证件号码\n祝允明,1".encode())
    assert "XLSX" in refused(office, b"x", "名单.csv")
    assert "请选择" in str(office.client.post(url(office.call, "roster_upload")).content.decode())


def test_a_damaged_workbook_is_named(office: Office) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook><<<")
    order = checked(office.client, office.call, target.getvalue())
    assert (order.state, order.complaint[:5]) == ("failed", "文件已损坏")


def test_100_000_rows_are_refused_with_the_limit(office: Office) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(PEOPLE)
    for _row in range(100_000):
        sheet.append(["祝允明"])
    assert "一次最多导入 5,000 行" in complaint(office.client, office.call, book)


def test_a_bomb_is_refused_before_it_is_unpacked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "MAX_UNPACKED", 1000)
    assert "内容过多" in complaint(office.client, office.call, filled(office.call, people(1)))


def test_a_sheet_that_is_missing_hidden_or_empty_is_named(office: Office) -> None:
    other = Workbook()
    other.worksheets[0].title = "花名册"
    assert "没有找到工作表“人员名单”（文件中有：花名册）" in complaint(
        office.client, office.call, other
    )
    hidden = filled(office.call, people(1))
    hidden[PEOPLE].sheet_state = "hidden"
    assert "被隐藏" in complaint(office.client, office.call, hidden)
    assert "没有人员" in complaint(office.client, office.call, filled(office.call, []))


def test_a_heading_that_was_changed_is_named(office: Office) -> None:
    book = filled(office.call, people(1))
    book[PEOPLE].cell(1, column_of(book, "证件号码")).value = "身份证"
    assert "缺少列：证件号码" in complaint(office.client, office.call, book)


def test_columns_in_another_order_and_strange_ones_are_no_matter(office: Office) -> None:
    said = person_answers()
    book = filled(office.call, [said])
    book[PEOPLE].insert_cols(1)
    book[PEOPLE].cell(1, 1).value = "序号"
    book[PEOPLE].insert_rows(1)
    book[PEOPLE].cell(1, 1).value = "2026 年名单"
    imported(office.client, office.call, as_bytes(book))
    assert plain_answers(filed(office.part)[0])["mobile"] == said["mobile"]


def test_merged_cells_are_named_and_the_other_rows_stay_good(office: Office) -> None:
    book = filled(office.call, people(3))
    column = column_of(book, "现任职务")
    book[PEOPLE].merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    order = imported(office.client, office.call, as_bytes(book))

    assert "已合并" in remarks(order)[2, "现任职务"]
    assert "已合并" in remarks(order)[3, "现任职务"]
    assert len(filed(office.part)) == 1


def test_a_formula_without_a_saved_result_is_named(office: Office) -> None:
    book = filled(office.call, people(2))
    put(book, 2, "现任职务", '=CONCATENATE("总","工")')
    order = checked(office.client, office.call, as_bytes(book))

    assert "公式出错或没有保存计算结果" in remarks(order)[2, "现任职务"]
    assert [row.verdict for row in order.rows.all()] == ["wrong", "new"]


def test_the_saved_result_of_a_formula_is_read(office: Office) -> None:
    said = person_answers()
    content = as_bytes(filled(office.call, [said]))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cell = b'<c r="K2" t="str"><f>UPPER("x")</f><v>CTO</v></c>'
                start = data.index(b'<c r="K2"')
                end = data.index(b"</c>", start) + 4
                data = data[:start] + cell + data[end:]
            new.writestr(name, data)
    imported(office.client, office.call, target.getvalue())
    assert plain_answers(filed(office.part)[0])["position"] == "CTO"


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2018, 7, 1), 43282, "43282", "2018-7-1", "2018/07/01", "2018.7.1",
        "20180701", "2018年7月1日", " ２０１８-07-01 ",
    ],
)  # fmt: skip
def test_dates_are_understood_however_they_are_written(office: Office, cell: Any) -> None:
    book = filled(office.call, people(1))
    put(book, 2, "到本单位工作时间", cell)
    imported(office.client, office.call, as_bytes(book))
    assert plain_answers(filed(office.part)[0])["employed_since"] == "2018-07-01"


def test_a_date_that_is_none_is_named(office: Office) -> None:
    book = filled(office.call, people(2))
    put(book, 2, "到本单位工作时间", "2018-02-30")
    put(book, 3, "到本单位工作时间", "去年")
    order = checked(office.client, office.call, as_bytes(book))
    for row in (2, 3):
        assert "请填写有效日期" in remarks(order)[row, "到本单位工作时间"]


def test_digits_that_excel_has_lost_are_told_as_such(office: Office) -> None:
    book = filled(office.call, people(3))
    put(book, 2, "证件号码", 320508198803141234)
    put(book, 3, "证件号码", "3.20508E+17")
    put(book, 4, "本人银行卡号", 6222021102001234569)
    order = checked(office.client, office.call, as_bytes(book))

    found = remarks(order)
    for place in ((2, "证件号码"), (3, "证件号码"), (4, "本人银行卡号")):
        assert "后几位已丢失" in found[place]
    assert "3.2E+17" in found[2, "证件号码"]


def test_short_numbers_and_amounts_may_be_numbers(office: Office) -> None:
    book = filled(office.call, people(1))
    put(book, 2, "手机号码", 13700000001)
    put(book, 2, "上年度工资薪金收入（元）", 520000.10000000003)
    imported(office.client, office.call, as_bytes(book))
    stored = plain_answers(filed(office.part)[0])
    assert (stored["mobile"], stored["annual_wage"]) == ("13700000001", "520000.10")


def test_an_error_of_excel_is_named(office: Office) -> None:
    book = filled(office.call, people(1))
    put(book, 2, "现任职务", "#N/A")
    order = checked(office.client, office.call, as_bytes(book))
    assert "公式出错或没有保存计算结果" in remarks(order)[2, "现任职务"]


def test_the_same_person_twice_is_named_at_the_second(office: Office) -> None:
    number = resident_id()
    book = filled(office.call, people(2, lambda _n: {"id_doc_number": number}))
    order = imported(office.client, office.call, as_bytes(book))

    assert remarks(order) == {(3, "证件号码"): "与第 2 行是同一人，请合并为一行。"}
    assert len(filed(office.part)) == 1


def test_details_of_nobody_and_wrong_details_are_named_in_their_sheet(office: Office) -> None:
    said = people(2)
    book = filled(office.call, said)
    put(book, 2, "证件号码", "320508199901011234", INVOICES)
    put(book, 3, "金额（元）", "很多", INVOICES)
    order = checked(office.client, office.call, as_bytes(book))

    assert [remark[:4] for remark in order.remarks] == [[INVOICES, 2, 0, "证件号码"]]
    assert "请填写金额" in remarks(order)[3, "金额（元）"]
    page = office.client.get(url(office.call, "roster", order.pk)).content.decode()
    assert "“人员名单”中没有该证件号码" in page


def test_a_second_file_waits_for_the_first(office: Office) -> None:
    content = as_bytes(filled(office.call, people(1)))
    assert send(office.client, office.call, content).status_code == 302
    again = send(office.client, office.call, content)
    assert again.status_code == 409
    assert "还有文件正在处理" in again.content.decode()


def test_nothing_is_sent_before_the_unit_has_submitted(office: Office) -> None:
    clerk = make_clerk()
    draft_unit_application(office.call, clerk)
    office.client.force_login(clerk)
    response = send(office.client, office.call, as_bytes(filled(office.call, people(1))))
    assert response.status_code == 409
    assert "请先提交“单位申报信息”" in response.content.decode()


def test_who_has_lost_the_right_meanwhile_takes_nothing_in(office: Office) -> None:
    operator = make_clerk(office.part.named_unit, role="operator")
    office.client.force_login(operator)
    order = checked(office.client, office.call, as_bytes(filled(office.call, people(1))))
    office.client.post(url(office.call, "roster_confirm", order.pk))
    operator.memberships.update(is_active=False)
    importing.run(order.pk)

    assert filed(office.part) == []
    assert "不再具有本单位" in order.rows.get().reason
