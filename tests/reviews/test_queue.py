"""The queue: whose rows, which tab, which filter, in which order, at what price."""

import datetime as dt
from urllib.parse import parse_qs, urlparse

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import StaffPosition, User
from programs.models import Application
from programs.states import Action
from programs.workflow import move
from reviews.models import ReviewItem
from tests.factories import (
    approve,
    city_office,
    district,
    district_office,
    draft_person_application,
    make_clerk,
    make_reviewer,
    make_staff,
    make_unit,
    open_call,
    submit,
    submitted_unit,
)

from .conftest import signed_in

pytestmark = pytest.mark.django_db

QUEUE = "/admin/reviews/reviewitem/"


def numbers(client: Client, query: str = "") -> list[str]:
    """The application numbers of one page of the queue, in its order."""
    response = client.get(QUEUE + query)
    assert response.status_code == 200
    return [row.number for row in response.context["cl"].result_list]


def filed(count: int) -> list[Application]:
    unit = submitted_unit()
    return [unit, *(submit(draft_person_application(unit)) for _ in range(count - 1))]


@pytest.mark.requirement("X-005")
def test_a_district_sees_its_own_only(desk: Client, person: Application) -> None:
    other = submitted_unit(clerk=make_clerk(make_unit(district=district("320583"))))
    assert person.number in numbers(desk)
    assert other.number not in numbers(desk, "?tab=all")


def test_drafts_are_nobody_elses_business(desk: Client, person: Application) -> None:
    assert person.unit_application
    draft = draft_person_application(person.unit_application)
    assert draft.number not in numbers(desk, "?tab=all")


def test_the_city_decides_on_its_stage_and_reads_the_rest(
    person: Application, reviewer: User, city_reviewer: User
) -> None:
    client = signed_in(city_reviewer)
    assert numbers(client) == []
    assert person.number in numbers(client, "?tab=all")
    move(person.pk, Action.APPROVE, reviewer)
    assert numbers(client) == [person.number]


@pytest.mark.requirement("S0-029")
def test_each_tab_holds_its_states(desk: Client, reviewer: User) -> None:
    unit, granted, returned, rejected, waiting = filed(5)
    move(unit.pk, Action.APPROVE, reviewer)
    approve(granted)
    move(returned.pk, Action.RETURN, reviewer, "请补正")
    move(rejected.pk, Action.REJECT, reviewer, "不符合条件")

    assert numbers(desk) == [waiting.number]
    assert numbers(desk, "?tab=granted") == [granted.number]
    assert numbers(desk, "?tab=returned") == [returned.number]
    assert numbers(desk, "?tab=rejected") == [rejected.number]
    counts = [tab["count"] for tab in desk.get(QUEUE).context["cl"].tabs()]
    assert counts == [1, 1, 1, 1, 5]


def test_what_waits_is_worked_off_from_the_oldest(desk: Client) -> None:
    files = [each.number for each in filed(3)]
    assert numbers(desk) == files
    assert numbers(desk, "?o=new") == files[::-1]
    assert numbers(desk, "?tab=all") == files[::-1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=希土", True),
        ("?q=杜希", True),
        ("?q=平江+仪器", True),
        ("?q=唐伯虎", False),
        ("?part=person", True),
        ("?part=unit", False),
        ("?stage=city_review", False),
        ("?stage=district_review", True),
        ("?state=returned", False),
        ("?amount=2", True),
        ("?amount=4", False),
        ("?waiting=late", False),
        ("?waiting=7", False),
        ("?year=2026", True),
        ("?year=2025", False),
        ("?year=二零", True),
        ("?program=contribution_award", True),
        ("?program=no_such", False),
        ("?district=320508", True),
        ("?tab=nonsense", True),
        ("?q=%00", True),
    ],
)
def test_filters_and_search(desk: Client, query: str, found: bool) -> None:
    person = submit(draft_person_application(submitted_unit(), name="杜希土"))
    assert (person.number in numbers(desk, query)) is found


def test_search_by_number_and_by_the_end_of_the_document(desk: Client) -> None:
    person = submit(draft_person_application(submitted_unit()))
    assert numbers(desk, f"?q={person.number}") == [person.number]
    assert numbers(desk, f"?q={person.number.lower()}") == [person.number]
    assert person.number in numbers(desk, f"?q={person.number[:12]}")
    assert numbers(desk, f"?q={person.id_doc_tail}") == [person.number]


def test_late_files_are_marked_and_found(desk: Client, person: Application) -> None:
    Application.objects.filter(pk=person.pk).update(
        due_on=timezone.localdate() - dt.timedelta(days=2),
        stage_entered_at=timezone.now() - dt.timedelta(days=20),
    )
    assert numbers(desk, "?waiting=late") == [person.number]
    assert numbers(desk, "?waiting=15") == [person.number]
    assert "20 天 · 超期" in desk.get(QUEUE).content.decode()


@pytest.mark.requirement("X-010")
def test_the_empty_queue_says_so(desk: Client) -> None:
    open_call()
    text = desk.get(QUEUE).content.decode()
    assert "暂无信息" in text
    assert "总计 0 条数据" in text


@pytest.mark.requirement("X-010")
def test_pages_follow_each_other_without_gap_or_repeat(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [each.number for each in filed(7)]
    monkeypatch.setattr("reviews.admin.queue.ReviewItemAdmin.list_per_page", 3)
    seen, query = [], ""
    while True:
        changelist = desk.get(QUEUE + query).context["cl"]
        seen += [row.number for row in changelist.result_list]
        if not changelist.page.next:
            break
        query = changelist.next_link
    assert seen == expected
    assert numbers(desk, changelist.previous_link) == expected[3:6]
    assert numbers(desk, changelist.last_link) == expected[-3:]


def test_a_made_up_cursor_is_refused(desk: Client) -> None:
    assert desk.get(QUEUE + "?p=nonsense").status_code == 400


def test_filters_survive_the_way_to_an_item(desk: Client, person: Application) -> None:
    text = desk.get(QUEUE + "?part=person").content.decode()
    link = text.split(f'href="{QUEUE}{person.pk}/review/')[1].split('"')[0]
    kept = parse_qs(urlparse(link.replace("&amp;", "&")).query)
    assert kept["_changelist_filters"] == ["part=person"]


@pytest.mark.parametrize("query", ["", "?tab=all", "?q=仪器", "?tab=all&amount=2"])
def test_thirty_rows_cost_as_many_queries_as_one(desk: Client, query: str) -> None:
    filed(2)
    desk.get(QUEUE + query)  # what is kept per process is kept now
    with CaptureQueriesContext(connection) as few:
        desk.get(QUEUE + query)
    filed(30)
    with CaptureQueriesContext(connection) as many:
        desk.get(QUEUE + query)
    assert ReviewItem.objects.count() == 32
    assert len(many) == len(few)


def test_who_decides_nothing_sees_what_is_in_review(person: Application) -> None:
    client = signed_in(make_staff(StaffPosition.Role.AUDITOR))
    assert person.number in numbers(client)
    assert "批量通过" not in client.get(QUEUE).content.decode()


def test_a_position_in_two_offices_adds_up(person: Application, reviewer: User) -> None:
    StaffPosition.objects.create(user=reviewer, office=city_office(), role="reviewer")
    client = signed_in(reviewer)
    assert person.number in numbers(client)
    move(person.pk, Action.APPROVE, make_reviewer(district_office()))
    assert person.number in numbers(client)
