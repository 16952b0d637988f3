"""The workbook that is downloaded: columns, lists, notes, and who is in it already."""

import io

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from accounts.models import AuditEntry
from programs.definitions.loader import definition_files, read_definition
from programs.roster.columns import Plan
from programs.roster.template import write_template
from programs.states import Action
from programs.workflow import move
from tests.factories import (
    city_office,
    draft_person_application,
    make_reviewer,
    open_call,
    person_answers,
    submit,
    submitted_unit,
)

from .books import INVOICES, PEOPLE, column_of, url
from .conftest import Office

pytestmark = pytest.mark.django_db


def downloaded(office: Office) -> Workbook:
    response = office.client.post(url(office.call, "roster_template"))
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]


def test_one_column_for_each_question_with_its_list_and_note(office: Office) -> None:
    book = downloaded(office)
    sheet = book[PEOPLE]
    form = office.call.definition.form("person")

    heads = [str(cell.value) for cell in sheet[1]]
    assert [head.lstrip("*") for head in heads] == [str(q.label) for q in form.fields.values()]
    assert heads[0] == "*姓名"
    assert sheet.freeze_panes == "B2"
    assert all(cell.comment for cell in sheet[1])
    education = column_of(book, "最高学历")
    first = sheet.cell(2, education).coordinate
    rules = sheet.data_validations.dataValidation
    assert [r.type for r in rules if str(r.sqref).startswith(f"{first}:")] == ["list"]
    assert "博士研究生" in str(sheet.cell(1, education).comment)
    assert sheet.column_dimensions["D"].width > 20
    assert book["_字典"].sheet_state == "hidden"
    assert INVOICES in book.sheetnames
    assert "文本" in str([cell.value for row in book["填写说明"] for cell in row])


def test_last_years_people_and_this_years_drafts_are_in_it(office: Office) -> None:
    last_year = submitted_unit(open_call(2025), office.clerk)
    said = person_answers(name="唐寅", position="院长")
    granted = submit(draft_person_application(last_year, **said))
    for place in (granted.office, city_office()):
        assert place
        move(granted.pk, Action.APPROVE, make_reviewer(place))
    draft_person_application(office.part, name="文嘉")
    submit(draft_person_application(office.part, name="沈周"))
    stranger = draft_person_application(submitted_unit(office.call), name="陌生人")

    book = downloaded(office)
    sheet = book[PEOPLE]
    rows = {str(row[0].value): row for row in sheet.iter_rows(min_row=2) if row[0].value}

    assert set(rows) == {"文嘉", "唐寅"}
    assert stranger.name not in rows
    known = rows["唐寅"]
    assert known[column_of(book, "证件号码") - 1].value == said["id_doc_number"]
    assert known[column_of(book, "证件号码") - 1].number_format == "@"
    assert known[column_of(book, "证件号码") - 1].data_type == "s"
    assert known[column_of(book, "现任职务") - 1].value == "院长"
    assert known[column_of(book, "上年度工资薪金收入（元）") - 1].value is None
    entry = AuditEntry.objects.get(action="take_roster_template")
    assert entry.detail["people"] == 2


def test_every_programme_of_a_company_has_a_template() -> None:
    open_call()
    for path in definition_files():
        definition = read_definition(path)
        if definition.filed_by == "unit" and definition.person:
            target = io.BytesIO()
            plan = Plan(definition.person)
            write_template(target, plan, str(definition.name))
            assert {sheet.name for sheet in plan.sheets} <= set(load_workbook(target).sheetnames)
