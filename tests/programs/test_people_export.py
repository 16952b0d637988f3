"""The unit's own lists taken out as sheets."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry
from programs.models import Application
from programs.states import Action
from programs.workflow import move
from tests.factories import (
    city_office,
    draft_person_application,
    make_clerk,
    make_reviewer,
    make_unit,
    open_call,
    submit,
    submitted_unit,
)

pytestmark = pytest.mark.django_db


def approved(part: Application, **answers: Any) -> Application:
    person = submit(draft_person_application(part, **answers))
    for office in (person.office, city_office()):
        assert office
        move(person.pk, Action.APPROVE, make_reviewer(office))
    return person


def taken_out(client: Client, slug: str, **data: str) -> list[tuple[Any, ...]]:
    response = client.post(reverse("programs:export_people", args=[slug]), data)
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    return [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows()]


@pytest.mark.requirement("S0-062")
@pytest.mark.requirement("X-008")
def test_only_who_was_approved_in_that_year_and_of_the_unit_is_taken_out(client: Client) -> None:
    clerk = make_clerk()
    client.force_login(clerk)
    this_year, last_year = open_call(), open_call(2025)
    part = submitted_unit(this_year, clerk)
    good = approved(part, name="祝允明")
    submit(draft_person_application(part, name="文嘉"))
    draft_person_application(part, name="沈周")
    approved(submitted_unit(this_year), name="陌生人")
    approved(submitted_unit(last_year, clerk), name="唐寅")

    rows = taken_out(client, "contribution_award", year="2026", approved="1")

    heads, *people = rows
    assert heads[:3] == ("单位名称", "姓名", "申报编号")
    assert [row[:3] for row in people] == [(good.unit_name, "祝允明", good.number)]
    tail = people[0][heads.index("证件号码后四位")]
    assert (tail, type(tail)) == (good.id_doc_tail, str)
    last = taken_out(client, "contribution_award", year="2025", approved="1")
    assert [row[1] for row in last[1:]] == ["唐寅"]
    assert AuditEntry.objects.filter(action="export_people").count() == 2


@pytest.mark.requirement("S0-062")
def test_no_name_becomes_a_formula(client: Client) -> None:
    clerk = make_clerk(make_unit(name="=HYPERLINK(1)"))
    client.force_login(clerk)
    submit(draft_person_application(submitted_unit(open_call(), clerk)))

    rows = taken_out(client, "contribution_award", year="2026")
    assert rows[1][0] == "'=HYPERLINK(1)"


def test_the_list_is_taken_out_as_it_is_filtered(client: Client) -> None:
    clerk = make_clerk()
    client.force_login(clerk)
    part = submitted_unit(open_call(), clerk)
    for name in ("祝允明", "文嘉"):
        submit(draft_person_application(part, name=name))
    page = client.get(reverse("programs:progress", args=["contribution_award"])).content.decode()
    assert "导出已通过人员" in page

    rows = taken_out(client, "contribution_award", year="2026", q="文", state="pending_review")
    assert [row[1] for row in rows[1:]] == ["文嘉"]
    nobody = taken_out(client, "contribution_award", year="x", state="returned")
    assert [row for row in nobody[1:] if any(row)] == []
