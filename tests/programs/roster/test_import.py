"""A roster sent, looked through, taken in, and sent once more."""

import io

import pytest
from openpyxl import load_workbook

from programs.answers import plain_answers
from programs.models import Application, RosterImport
from programs.roster import importing
from programs.states import Action
from programs.workflow import move
from tests.factories import (
    draft_person_application,
    make_reviewer,
    open_call,
    person_answers,
    submit,
    submitted_unit,
)

from .books import as_bytes, checked, filed, filled, imported, people, put, url
from .conftest import Office

pytestmark = pytest.mark.django_db


def test_good_rows_become_drafts_as_if_they_were_typed(office: Office) -> None:
    said = people(3)
    order = imported(office.client, office.call, as_bytes(filled(office.call, said)))

    assert order.state == "done"
    found = filed(office.part)
    assert [plain_answers(person)["bank_account"] for person in found] == [
        answers["bank_account"] for answers in said
    ]
    for person, answers in zip(found, said, strict=True):
        stored = plain_answers(person)
        assert {key: stored.get(key, "") for key in answers} == answers
        assert (person.state, person.name) == ("draft", answers["name"])
        assert person.id_doc_tail == answers["id_doc_number"][-4:]
        assert "6222021102001234569" not in str(person.answers)
    assert [row.answers for row in order.rows.all()] == [{}, {}, {}]


def test_nothing_is_taken_in_before_somebody_confirms(office: Office) -> None:
    order = checked(office.client, office.call, as_bytes(filled(office.call, people(2))))
    page = office.client.get(url(office.call, "roster", order.pk)).content.decode()

    assert (order.state, order.total, order.checked) == ("checked", 2, 2)
    assert "导入 2 人" in page
    assert filed(office.part) == []


def test_a_second_roster_updates_instead_of_doubling(office: Office) -> None:
    said = people(2)
    imported(office.client, office.call, as_bytes(filled(office.call, said)))
    changed = [{**said[0], "position": "首席科学家"}, said[1]]
    book = filled(office.call, changed)
    put(book, 2, "电子邮箱", None)
    order = imported(office.client, office.call, as_bytes(book))

    found = filed(office.part)
    assert len(found) == 2
    assert plain_answers(found[0])["position"] == "首席科学家"
    verdicts = [row.verdict for row in order.rows.all()]
    assert verdicts == ["update", "left"]


def test_blank_cells_leave_what_was_filled_in(office: Office) -> None:
    said = person_answers(position="总工程师")
    person = draft_person_application(office.part, **said)
    book = filled(office.call, [said])
    put(book, 2, "现任职务", None)
    put(book, 2, "开户银行", "工商银行苏州分行")
    imported(office.client, office.call, as_bytes(book))

    person.refresh_from_db()
    stored = plain_answers(person)
    assert (stored["position"], stored["bank_name"]) == ("总工程师", "工商银行苏州分行")


def test_who_was_submitted_is_left_alone_and_named(office: Office) -> None:
    said = person_answers()
    person = submit(draft_person_application(office.part, **said))
    before = Application.objects.get(pk=person.pk).answers
    changed = {**said, "position": "董事长"}
    order = imported(office.client, office.call, as_bytes(filled(office.call, [changed])))

    row = order.rows.get()
    assert row.verdict == "left"
    assert "已提交（待审核），不受导入影响" in row.reason
    assert Application.objects.get(pk=person.pk).answers == before


def test_a_returned_person_is_mended_by_the_roster(office: Office) -> None:
    said = person_answers()
    person = submit(draft_person_application(office.part, **said))
    assert person.office
    move(person.pk, Action.RETURN, make_reviewer(person.office), "职务有误。")
    changed = {**said, "position": "副总工程师"}
    imported(office.client, office.call, as_bytes(filled(office.call, [changed])))

    person.refresh_from_db()
    assert person.state == "returned"
    assert plain_answers(person)["position"] == "副总工程师"


def test_each_wrong_cell_is_named_and_the_good_rows_are_taken_in(office: Office) -> None:
    book = filled(office.call, people(3))
    put(book, 3, "手机号码", "1380")
    put(book, 3, "最高学历", "神童")
    order = imported(office.client, office.call, as_bytes(book))

    assert len(filed(office.part)) == 2
    wrong = order.rows.get(verdict="wrong")
    told = {heading: message for *_place, heading, message, _gap in wrong.problems}
    assert wrong.number == 3
    assert set(told) == {"手机号码", "最高学历"}
    assert "“神童”不在选项中" in told["最高学历"]
    page = office.client.get(url(office.call, "roster", order.pk)).content.decode()
    assert "“神童”不在选项中" in page


def test_the_same_workbook_comes_back_with_marks_and_is_corrected(office: Office) -> None:
    said = people(2)
    book = filled(office.call, said)
    put(book, 2, "手机号码", "1380")
    book["人员名单"].column_dimensions["A"].width = 33
    order = checked(office.client, office.call, as_bytes(book))
    response = office.client.get(url(office.call, "roster_returned", order.pk))
    back = load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]

    assert back.sheetnames[0] == "导入结果"
    lines = [[cell.value for cell in row] for row in back["导入结果"].iter_rows()]
    assert ["人员名单", "F2", said[0]["name"], "手机号码", "有误"] in [line[:5] for line in lines]
    cell = back["人员名单"]["F2"]
    assert cell.comment is not None
    assert "手机" in cell.comment.text
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert back["人员名单"].column_dimensions["A"].width == 33
    assert len(back["人员名单"].data_validations.dataValidation) > 5

    cell.value = said[0]["mobile"]
    again = imported(office.client, office.call, as_bytes(back))
    assert [row.verdict for row in again.rows.all()] == ["new", "new"]
    assert not again.returned


def test_the_marks_of_an_earlier_check_are_taken_away(office: Office) -> None:
    book = filled(office.call, people(2))
    put(book, 2, "手机号码", "1380")
    first = checked(office.client, office.call, as_bytes(book))
    with first.returned.open("rb") as content:
        back = load_workbook(content)
    back["人员名单"]["F2"].value = "13700000001"
    put(back, 3, "手机号码", "1380")
    again = checked(office.client, office.call, as_bytes(back))
    with again.returned.open("rb") as content:
        sheet = load_workbook(content)["人员名单"]
    assert sheet["F2"].comment is None
    assert sheet["F2"].fill.fgColor.rgb != "FFFFC7CE"
    assert sheet["F3"].comment is not None


def test_what_is_missing_is_pointed_out_and_does_not_hold_the_row_back(office: Office) -> None:
    book = filled(office.call, people(1))
    put(book, 2, "开户银行", None)
    order = imported(office.client, office.call, as_bytes(book))

    row = order.rows.get()
    assert (row.verdict, row.state) == ("new", "done")
    assert [(p[3], p[5]) for p in row.problems] == [("开户银行", True)]


def test_birth_date_and_sex_are_read_from_the_identity_card(office: Office) -> None:
    said = person_answers()
    book = filled(office.call, [said])
    put(book, 2, "出生日期", None)
    put(book, 2, "性别", None)
    imported(office.client, office.call, as_bytes(book))

    stored = plain_answers(filed(office.part)[0])
    assert (stored["birth_date"], stored["sex"]) == (said["birth_date"], said["sex"])


def test_a_person_whom_another_company_has_submitted_is_named(office: Office) -> None:
    said = person_answers()
    submit(draft_person_application(submitted_unit(office.call), **said))
    order = checked(office.client, office.call, as_bytes(filled(office.call, [said])))

    row = order.rows.get()
    assert row.verdict == "wrong"
    assert row.problems[0][3:5] == ["证件号码", "该人员在本批次已有申报，不能重复申报。"]


def test_an_invoice_that_somebody_else_has_claimed_is_named_at_its_cell(office: Office) -> None:
    said = person_answers()
    submit(draft_person_application(submitted_unit(office.call), **said))
    other = person_answers(invoices=said["invoices"])
    order = checked(office.client, office.call, as_bytes(filled(office.call, [other])))

    remark = order.rows.get().problems[0]
    assert (remark[0], remark[1], remark[3]) == ("发票信息", 2, "发票号码")
    assert "已被其他申报件使用" in remark[4]


def test_a_worker_that_dies_goes_on_without_doubling(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "IMPORTED_AT_ONCE", 2)
    monkeypatch.setattr(importing, "CHECKED_AT_ONCE", 2)
    order = checked(office.client, office.call, as_bytes(filled(office.call, people(5))))
    office.client.post(url(office.call, "roster_confirm", order.pk))
    assert importing._import_some(order.pk)
    assert len(filed(office.part)) == 2

    importing.run(order.pk)
    importing.run(order.pk)

    order.refresh_from_db()
    assert order.state == "done"
    assert len(filed(office.part)) == 5
    assert RosterImport.objects.count() == 1


def test_a_cancelled_import_stops_and_keeps_what_it_has(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "IMPORTED_AT_ONCE", 2)
    order = checked(office.client, office.call, as_bytes(filled(office.call, people(5))))
    office.client.post(url(office.call, "roster_confirm", order.pk))
    importing._import_some(order.pk)
    office.client.post(url(office.call, "roster_cancel", order.pk))
    importing.run(order.pk)

    order.refresh_from_db()
    assert order.state == "cancelled"
    assert len(filed(office.part)) == 2
    page = office.client.get(url(office.call, "roster", order.pk)).content.decode()
    assert "取消前已导入的 2 人保留为草稿" in page


def test_another_units_roster_is_nobodys_business(office: Office) -> None:
    order = checked(office.client, office.call, as_bytes(filled(office.call, people(1))))
    other = submitted_unit(open_call())
    office.client.force_login(other.created_by)

    for name in ("roster", "roster_returned"):
        assert office.client.get(url(office.call, name, order.pk)).status_code == 404
    assert office.client.post(url(office.call, "roster_confirm", order.pk)).status_code == 404
