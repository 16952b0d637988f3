"""Batches: what is chosen, what would apply, what became of each row."""

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from accounts.models import User
from portal.celery import app
from programs.models import Application, Transition
from programs.states import Action, State
from programs.workflow import move
from reviews.jobs import resume_batches
from reviews.models import BatchDecision, BatchItem
from reviews.tasks import run_batch
from tests.factories import (
    district_office,
    draft_person_application,
    make_reviewer,
    submit,
    submitted_unit,
)
from tests.worker import point_at

from .conftest import signed_in

pytestmark = pytest.mark.django_db

QUEUE = "/admin/reviews/reviewitem/"
BUTTONS = {"approve": "0", "return": "1"}


@pytest.fixture
def people() -> list[Application]:
    unit = submitted_unit()
    return [submit(draft_person_application(unit)) for _ in range(3)]


def choose(
    client: Client, verb: str, *items: Application, query: str = "", across: str = "0"
) -> str:
    """Ticks rows and presses a button of the queue; the address of the preview."""
    response = client.post(
        QUEUE + query,
        {
            ACTION_CHECKBOX_NAME: [str(item.pk) for item in items],
            "action": ["start_approve", "start_return"],
            "index": BUTTONS[verb],
            "select_across": across,
        },
    )
    assert response.status_code == 302, response.content.decode()[-2000:]
    return str(response["Location"])


def results(batch: BatchDecision) -> dict[int, str]:
    return dict(batch.items.values_list("application_id", "state"))


def test_the_preview_says_what_will_and_will_not_apply(
    desk: Client, reviewer: User, people: list[Application]
) -> None:
    move(people[0].pk, Action.RETURN, reviewer, "请补正")
    preview = choose(desk, "approve", *people, query="?tab=all")
    text = desk.get(preview).content.decode()
    assert "将对 2 件批量通过" in text
    assert "另有 1 件不能办理" in text
    assert "当前状态为“退回修改”，不在审核中" in text
    assert "¥80,000.00" in text
    assert Transition.objects.filter(action=Action.APPROVE).count() == 0


def test_a_confirmed_batch_decides_each_row_once(
    desk: Client, people: list[Application], django_capture_on_commit_callbacks: Any
) -> None:
    preview = choose(desk, "approve", *people)
    with django_capture_on_commit_callbacks() as enqueued:
        desk.post(preview, {"opinion": "同意"})
        desk.post(preview, {"opinion": "同意"})
    assert len(enqueued) == 1
    batch = BatchDecision.objects.get()
    run_batch(batch.pk)
    run_batch(batch.pk)

    batch.refresh_from_db()
    assert batch.state == BatchDecision.State.DONE
    assert set(results(batch).values()) == {BatchItem.State.DONE}
    log = Transition.objects.filter(action=Action.APPROVE)
    assert sorted(log.values_list("application_id", flat=True)) == [each.pk for each in people]
    assert set(log.values_list("comment", "address")) == {("同意", "127.0.0.1")}
    assert "成功 3 件" in desk.get(preview).content.decode()


@pytest.mark.requirement("X-003")
def test_a_batch_return_needs_an_opinion(desk: Client, people: list[Application]) -> None:
    preview = choose(desk, "return", *people)
    response = desk.post(preview, {"opinion": " "})
    assert response.status_code == 422
    assert "请填写退回意见" in response.content.decode()
    assert BatchDecision.objects.get().state == BatchDecision.State.PREPARED

    desk.post(preview, {"opinion": "请补充完税证明"})
    run_batch(BatchDecision.objects.get().pk)
    states = Application.objects.filter(part="person").values_list("state", flat=True)
    assert set(states) == {State.RETURNED}


def test_a_row_decided_meanwhile_is_refused_with_its_reason_and_can_be_tried_again(
    desk: Client, people: list[Application]
) -> None:
    preview = choose(desk, "return", *people)
    desk.post(preview, {"opinion": "请补正"})
    move(people[1].pk, Action.APPROVE, make_reviewer(district_office()))
    batch = BatchDecision.objects.get()
    run_batch(batch.pk)

    row = batch.items.get(application=people[1])
    assert (row.state, row.reason) == (BatchItem.State.REFUSED, "已由他人办理，或已不在您的环节。")
    people[1].refresh_from_db()
    assert people[1].stage == "city_review"
    assert "重试 1 件" in desk.get(preview).content.decode()

    desk.post(reverse("admin:reviews_batch_retry", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == BatchDecision.State.RUNNING
    run_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == BatchDecision.State.DONE


def test_the_whole_filter_reaches_beyond_the_page(
    desk: Client, people: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviews.admin.queue.ReviewItemAdmin.list_per_page", 1)
    choose(desk, "approve", people[0], query="?part=person", across="1")
    batch = BatchDecision.objects.get()
    assert sorted(results(batch)) == [each.pk for each in people]
    assert batch.filters == "part=person"


def test_more_than_a_batch_takes_is_refused(
    desk: Client, people: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviews.actions.batches.COUNT_CAP", 2)
    back = choose(desk, "approve", *people)
    assert back == QUEUE
    assert "一次最多办理 2 件" in desk.get(back).content.decode()
    assert not BatchDecision.objects.exists()


def test_nothing_ticked_gets_a_message(desk: Client, people: list[Application]) -> None:
    back = choose(desk, "approve")
    assert back == QUEUE
    assert 'class="warning"' in desk.get(back).content.decode()


def test_rows_of_another_district_cannot_be_slipped_in(people: list[Application]) -> None:
    stranger = signed_in(make_reviewer(district_office("320583")))
    choose(stranger, "approve", *people)
    assert results(BatchDecision.objects.get()) == {}


def test_a_batch_is_confirmed_while_the_broker_is_away(
    desk: Client, people: list[Application], django_capture_on_commit_callbacks: Any
) -> None:
    preview = choose(desk, "approve", *people)
    before = app.conf.broker_url
    point_at("redis+socket:///nowhere/valkey.sock")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert desk.post(preview, {"opinion": ""}).status_code == 302
    finally:
        point_at(before)
    assert BatchDecision.objects.get().state == BatchDecision.State.RUNNING


def test_a_lost_task_is_taken_up_by_the_clock(
    desk: Client, people: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = choose(desk, "approve", *people)
    desk.post(preview, {"opinion": ""})
    taken: list[int] = []
    monkeypatch.setattr(run_batch, "delay", taken.append)
    resume_batches()
    assert taken == [BatchDecision.objects.get().pk]


def test_a_new_choice_replaces_one_never_confirmed(desk: Client, people: list[Application]) -> None:
    choose(desk, "approve", *people)
    choose(desk, "return", people[0])
    assert [batch.verb for batch in BatchDecision.objects.all()] == ["return"]
