"""提交审核 for everybody who is ticked: the page answers at once, each person has a result."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.actions import submissions
from programs.actions.submissions import AT_ONCE, run_batch
from programs.jobs import run_submissions
from programs.models import Application, BatchSubmission
from tests.cast import ActingClient
from tests.factories import (
    draft_person_application,
    make_clerk,
    make_member,
    make_person,
    open_call,
    submitted_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(client: Client) -> Application:
    clerk = make_clerk()
    client.force_login(clerk)
    return submitted_unit(open_call(), clerk)


def tick(client: Client, people: list[Application]) -> Any:
    call = people[0].call
    url = reverse("programs:submit_many", args=[call.program.slug, call.year])
    return client.post(url, {"number": [person.number for person in people]})


def drafts(part: Application, count: int) -> list[Application]:
    return [draft_person_application(part) for _ in range(count)]


def tick_all_once(part: Application) -> None:
    """What changes rarely has been read by now, and stays in the process."""
    batch = BatchSubmission.objects.create(
        call=part.call, unit=part.named_unit, created_by=part.created_by
    )
    batch.rows.create(application=draft_person_application(part))
    run_batch(batch.pk)


@pytest.mark.requirement("S0-079")
def test_many_are_left_to_a_worker_and_the_page_shows_how_far_it_is(
    client: Client, part: Application
) -> None:
    people = drafts(part, AT_ONCE + 2)
    people.append(draft_person_application(part, complete=False, name="文嘉"))
    answer = tick(client, people)
    page = client.get(answer.headers["Location"]).content.decode()

    assert f"正在提交 {len(people)} 人，已处理 0 人" in page
    assert "hx-get" in page
    assert {p.state for p in Application.objects.filter(part="person")} == {"draft"}

    run_submissions()
    fragment = client.get(answer.headers["Location"], headers={"HX-Request": "true"})
    text = fragment.content.decode()
    assert f"共 {len(people)} 人，{len(people) - 1} 人已提交审核" in text
    assert "hx-get" not in text
    assert "<html" not in text
    assert "文嘉" in text
    assert "#id_id_doc_number" in text


def test_each_person_costs_the_same_number_of_queries(part: Application) -> None:
    tick_all_once(part)
    counts = []
    for size in (2, 8):
        people = drafts(part, size)
        batch = BatchSubmission.objects.create(
            call=part.call, unit=part.named_unit, created_by=part.created_by
        )
        for person in people:
            batch.rows.create(application=person)
        with CaptureQueriesContext(connection) as queries:
            run_batch(batch.pk)
        counts.append(len(queries))
        assert batch.rows.filter(state="done").count() == size
    per_person = (counts[1] - counts[0]) / 6
    assert per_person == int(per_person)
    assert counts[0] - 2 * per_person == counts[1] - 8 * per_person


def test_the_page_answers_with_as_many_queries_for_200_as_for_20(
    client: Client, part: Application
) -> None:
    tick(client, drafts(part, AT_ONCE + 1))
    counts = []
    for size in (20, 200):
        people = drafts(part, size)
        with CaptureQueriesContext(connection) as queries:
            assert tick(client, people).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.requirement("X-012")
def test_a_worker_that_died_goes_on_and_submits_nobody_twice(
    client: Client, part: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = drafts(part, AT_ONCE + 1)
    tick(client, people)
    batch = BatchSubmission.objects.get()
    for _row in range(3):
        assert submissions._submit_one(batch)

    run_submissions()
    run_submissions()

    assert all(person.transitions.count() == 1 for person in people)
    assert batch.rows.filter(state="done").count() == len(people)


def test_a_person_who_acts_for_the_unit_may_leave_it_to_a_worker(part: Application) -> None:
    membership = make_member(part.named_unit, make_person())
    people = drafts(part, AT_ONCE + 1)
    tick(ActingClient(membership), people)
    run_submissions()
    assert {p.state for p in Application.objects.filter(part="person")} == {"pending_review"}


def test_a_grant_that_has_ended_submits_nobody(part: Application) -> None:
    membership = make_member(part.named_unit, make_person())
    people = drafts(part, AT_ONCE + 1)
    tick(ActingClient(membership), people)
    membership.is_active = False
    membership.save()
    run_submissions()

    batch = BatchSubmission.objects.get()
    assert {row.refusal for row in batch.rows.all()} == {"您没有办理此事项的权限。"}
    assert {p.state for p in Application.objects.filter(part="person")} == {"draft"}


def test_the_result_is_the_units_own(client: Client, part: Application) -> None:
    location = tick(client, drafts(part, 1)).headers["Location"]
    client.force_login(submitted_unit(part.call).created_by)
    assert client.get(location).status_code == 404
