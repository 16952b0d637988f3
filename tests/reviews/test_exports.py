"""Sheets: what stands in them, who gets them, and what a spreadsheet might make of them."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from portal.lib.sheets import neutral
from programs.exports import headings, write_sheet
from programs.models import Application
from reviews.jobs import give_up_exports
from reviews.models import QueueExport, ReviewItem
from reviews.tasks import write_export
from tests.factories import (
    approve,
    district,
    draft_person_application,
    make_clerk,
    make_unit,
    submit,
    submitted_unit,
)

pytestmark = pytest.mark.django_db


def rows_of(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


@pytest.mark.requirement("S0-062")
def test_the_company_stands_first_and_numbers_are_text(tmp_path: Path) -> None:
    person = approve(submit(draft_person_application(submitted_unit())))
    path = tmp_path / "approved.xlsx"
    written = write_sheet(path, Application.objects.filter(pk=person.pk))
    header, row = rows_of(path)
    assert written == 1
    assert list(header) == headings()
    assert row[:3] == (person.unit_name, "祝允明", person.number)
    assert (row[6], row[9]) == (person.id_doc_tail, 40000)
    assert isinstance(row[6], str)


@pytest.mark.parametrize("name", ["=1+1", "+86", "-2", "@SUM(A1)", "\tx"])
def test_text_is_never_a_formula(name: str) -> None:
    assert neutral(name) == f"'{name}"
    assert neutral("苏州=科技") == "苏州=科技"


@pytest.mark.requirement("S0-062")
def test_a_company_name_cannot_run(tmp_path: Path) -> None:
    unit = make_unit(name='=HYPERLINK("http://x","y")')
    application = submitted_unit(clerk=make_clerk(unit))
    path = tmp_path / "sheet.xlsx"
    write_sheet(path, Application.objects.filter(pk=application.pk))
    cell = openpyxl.load_workbook(path).worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", '\'=HYPERLINK("http://x","y")')


def test_an_empty_list_gives_a_sheet_with_its_header(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    assert write_sheet(path, Application.objects.none()) == 0
    assert list(rows_of(path)[0]) == headings()


def test_the_filtered_list_is_written_in_the_background(
    desk: Client, reviewer: User, person: Application, tmp_path: Path
) -> None:
    elsewhere = submitted_unit(clerk=make_clerk(make_unit(district=district("320583"))))
    start = reverse("admin:reviews_export_start") + "?tab=all&part=person"
    page = desk.post(start)["Location"]
    export = QueueExport.objects.get(created_by=reviewer)
    assert "正在生成" in desk.get(page).content.decode()
    assert desk.get(page + "file/").status_code == 404

    write_export(export.pk)
    write_export(export.pk)

    assert "下载 XLSX" in desk.get(page).content.decode()
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"".join(desk.get(page + "file/").streaming_content))  # type: ignore[attr-defined]
    numbers = [row[2] for row in rows_of(path)[1:]]
    assert numbers == [person.number]
    assert elsewhere.number not in numbers
    assert AuditEntry.objects.filter(action="export_applications", actor=reviewer).exists()


def test_a_sheet_whose_order_was_lost_is_told(desk: Client, person: Application) -> None:
    page = desk.post(reverse("admin:reviews_export_start") + "?tab=all")["Location"]
    give_up_exports()
    assert "正在生成" in desk.get(page).content.decode()
    QueueExport.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))
    give_up_exports()
    assert "生成失败" in desk.get(page).content.decode()


def test_a_position_that_ended_meanwhile_exports_nothing(
    desk: Client, reviewer: User, person: Application
) -> None:
    desk.post(reverse("admin:reviews_export_start") + "?tab=all")
    reviewer.positions.all().delete()
    export = QueueExport.objects.get()
    write_export(export.pk)
    export.refresh_from_db()
    assert export.rows == 0


def test_every_filed_row_is_in_the_sheet_once(tmp_path: Path) -> None:
    unit = submitted_unit()
    for _ in range(5):
        submit(draft_person_application(unit))
    path = tmp_path / "all.xlsx"
    write_sheet(path, ReviewItem.objects.order_by("pk"))
    numbers = [row[2] for row in rows_of(path)[1:]]
    assert numbers == list(ReviewItem.objects.order_by("pk").values_list("number", flat=True))
