"""The first page of staff, and the neighbours of a row in its list."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import StaffPosition, User
from portal.lib.paging import neighbours
from programs.models import Application
from programs.states import Action
from programs.workflow import move
from reviews.models import ReviewItem
from tests.factories import draft_person_application, make_staff, submit, submitted_unit

from .conftest import signed_in

pytestmark = pytest.mark.django_db


def test_what_waits_and_what_is_late(desk: Client, person: Application, reviewer: User) -> None:
    Application.objects.filter(pk=person.pk).update(
        due_on=timezone.localdate() - dt.timedelta(days=1)
    )
    assert person.unit_application
    move(person.unit_application.pk, Action.APPROVE, reviewer)
    text = desk.get("/admin/").content.decode()
    assert "超期 1 件" in text
    assert "祝允明" in text
    assert "区级审核 10 个工作日" in text
    assert person.unit_name in text[text.index("我的最近办理") :]


def test_the_first_page_costs_the_same_for_many_files(desk: Client, person: Application) -> None:
    desk.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        desk.get("/admin/")
    unit = submitted_unit()
    for _ in range(10):
        submit(draft_person_application(unit))
    with CaptureQueriesContext(connection) as many:
        desk.get("/admin/")
    assert len(many) == len(few)


def test_a_system_administrator_sees_no_files(person: Application) -> None:
    client = signed_in(make_staff(StaffPosition.Role.SYSTEM_ADMIN))
    assert "待我审核" not in client.get("/admin/").content.decode()


def test_neighbours_are_told_whether_or_not_the_row_is_still_there(person: Application) -> None:
    assert person.unit_application
    last = submit(draft_person_application(person.unit_application))
    rows, order = ReviewItem.objects.filter(part="person"), ("submitted_at", "pk")
    item = ReviewItem.objects.get(pk=person.pk)
    before, after = neighbours(rows, item, order)
    assert (before, after and after.pk) == (None, last.pk)
    before, after = neighbours(rows.exclude(pk=person.pk), item, order)
    assert (before, after and after.pk) == (None, last.pk)
    before, after = neighbours(rows, ReviewItem.objects.get(pk=last.pk), order)
    assert (before and before.pk, after) == (person.pk, None)
