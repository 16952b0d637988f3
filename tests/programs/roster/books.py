"""Workbooks as a unit sends them: our template, filled in with openpyxl as Excel would."""

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from programs.models import Application, Call, RosterImport
from programs.roster import importing
from programs.roster.columns import Plan
from programs.roster.template import write_template
from tests.factories import person_answers

PEOPLE, INVOICES = "人员名单", "发票信息"


def plan_of(call: Call) -> Plan:
    return Plan(call.definition.form("person"))


def filled(call: Call, people: Iterable[Mapping[str, Any]]) -> Workbook:
    """The template with these people in it."""
    target = io.BytesIO()
    write_template(target, plan_of(call), "名单", people)
    return load_workbook(target)


def column_of(book: Workbook, heading: str, sheet: str = PEOPLE) -> int:
    heads = [str(cell.value).lstrip("*") for cell in book[sheet][1]]
    return heads.index(heading) + 1


def put(book: Workbook, row: int, heading: str, value: Any, sheet: str = PEOPLE) -> None:
    book[sheet].cell(row, column_of(book, heading, sheet)).value = value


def as_bytes(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def url(call: Call, name: str, *more: int) -> str:
    year = () if name == "export_people" else (call.year,)
    return reverse(f"programs:{name}", args=[call.program.slug, *year, *more])


def send(client: Client, call: Call, content: bytes, name: str = "名单.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(url(call, "roster_upload"), {"file": file})


def checked(client: Client, call: Call, content: bytes) -> RosterImport:
    """A roster that was sent and looked through."""
    response = send(client, call, content)
    assert response.status_code == 302, response.content.decode()
    order = RosterImport.objects.order_by("-pk")[0]
    importing.run(order.pk)
    order.refresh_from_db()
    return order


def imported(client: Client, call: Call, content: bytes) -> RosterImport:
    """A roster that was sent, looked through, confirmed and taken in."""
    order = checked(client, call, content)
    client.post(url(call, "roster_confirm", order.pk))
    importing.run(order.pk)
    order.refresh_from_db()
    return order


def people(count: int, change: Callable[[int], dict[str, Any]] | None = None) -> list[Any]:
    """Complete answers of so many people."""
    change = change or (lambda _number: {})
    return [person_answers(**change(number)) for number in range(count)]


def filed(part: Application) -> list[Application]:
    return list(part.people.order_by("pk"))


def complaint(client: Client, call: Call, book: Workbook) -> str:
    """What is said of a workbook of which nothing can be read."""
    order = checked(client, call, as_bytes(book))
    assert order.state == "failed"
    page = client.get(url(call, "roster", order.pk)).content.decode()
    assert order.complaint in page
    return order.complaint


def remarks(order: RosterImport) -> dict[tuple[int, str], str]:
    """(row, column) → what is said of it."""
    return {
        (remark[1], remark[3]): remark[4] for row in order.rows.all() for remark in row.problems
    }
