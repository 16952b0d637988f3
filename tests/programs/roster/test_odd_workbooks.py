"""What other programs and other hands make of a roster: read where it can be, named where not."""

import io
import zipfile

import pytest
from openpyxl.styles import PatternFill

from programs.answers import plain_answers
from tests.factories import person_answers

from .books import (
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
)
from .conftest import Office

pytestmark = pytest.mark.django_db

MAIN = b"http://schemas.openxmlformats.org/"
STRICT = {
    MAIN + b"spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    MAIN + b"officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


@pytest.mark.parametrize("place", ["A1048576", "XFD1048576"])
def test_something_far_out_is_named_before_it_takes_the_memory(office: Office, place: str) -> None:
    book = filled(office.call, people(1))
    book[PEOPLE][place].value = "x"
    assert "第 1,048,576 行" in complaint(office.client, office.call, book)


def test_formats_without_content_are_no_matter(office: Office) -> None:
    book = filled(office.call, people(1))
    book[PEOPLE]["C1048576"].fill = PatternFill("solid", fgColor="FFFF0000")
    order = checked(office.client, office.call, as_bytes(book))
    assert [row.verdict for row in order.rows.all()] == ["new"]


def test_strict_open_xml_is_read(office: Office) -> None:
    said = person_answers()
    content = as_bytes(filled(office.call, [said]))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for then, strict in STRICT.items():
                data = data.replace(then, strict)
            new.writestr(name, data)
    imported(office.client, office.call, target.getvalue())
    assert filed(office.part)[0].name == said["name"]


def test_what_nobody_sees_around_a_value_is_no_matter(office: Office) -> None:
    said = people(2)
    book = filled(office.call, said)
    put(book, 2, "姓名", f"\u200b {said[0]['name']}\u3000\ufeff")
    number = said[0]["id_doc_number"]
    put(book, 2, "证件号码", f"\u00a0{number[:6]} {number[6:]}\u200b")
    wide = {ord(char): ord(char) + 0xFEE0 for char in "0123456789X"}
    put(book, 3, "证件号码", "'" + said[1]["id_doc_number"].translate(wide))
    imported(office.client, office.call, as_bytes(book))

    stored = [plain_answers(person) for person in filed(office.part)]
    for key in ("name", "id_doc_number"):
        assert [answers[key] for answers in stored] == [answers[key] for answers in said]


def test_a_figure_beyond_all_bounds_is_named_alone(office: Office) -> None:
    book = filled(office.call, people(2))
    put(book, 2, "上年度工资薪金收入（元）", 1e300)
    order = checked(office.client, office.call, as_bytes(book))
    assert "后几位已丢失" in remarks(order)[2, "上年度工资薪金收入（元）"]
    assert [row.verdict for row in order.rows.all()] == ["wrong", "new"]


def test_a_column_that_is_left_out_is_missing_in_each_row(office: Office) -> None:
    book = filled(office.call, people(1))
    book[PEOPLE].delete_cols(column_of(book, "开户银行"))
    order = imported(office.client, office.call, as_bytes(book))
    assert remarks(order)[2, "开户银行"] == "请填写“开户银行”。"
    assert len(filed(office.part)) == 1
