"""Two reviewers at one file, and a worker that dies in a batch."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.local.process import wait_until
from programs.models import Application, Transition
from programs.states import Action
from reviews.actions.batches import prepare_batch, start_batch
from reviews.jobs import resume_batches
from reviews.models import BatchDecision, BatchItem, ReviewItem
from reviews.rules import desk_of
from tests.factories import (
    district_office,
    draft_person_application,
    make_reviewer,
    submit,
    submitted_unit,
)
from tests.worker import Worker

from .conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Runs all at the same moment, each on its own connection; their results in order."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            results[place] = work()  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return list(results)


@pytest.mark.requirement("X-012")
def test_of_two_decisions_on_one_file_one_counts() -> None:
    person = submit(draft_person_application(submitted_unit()))
    url = reverse("admin:reviews_reviewitem_review", args=[person.pk])
    clients = [signed_in(make_reviewer(district_office())) for _ in range(2)]

    def press(client: Client, verb: str) -> Callable[[], int]:
        data = {"verb": verb, "opinion": "意见", "seen_stage": person.stage}
        return lambda: client.post(url, data).status_code

    codes = at_once(press(clients[0], "approve"), press(clients[1], "return"))

    assert sorted(map(str, codes)) == ["302", "409"]
    decisions = Transition.objects.filter(application=person).exclude(action=Action.SUBMIT)
    assert decisions.count() == 1


def test_a_batch_survives_its_worker(tmp_path: Path) -> None:
    unit = submitted_unit()
    people = [submit(draft_person_application(unit)) for _ in range(12)]
    reviewer = make_reviewer(district_office())
    worker = Worker(tmp_path / "worker.log")
    worker.start()
    chosen = ReviewItem.objects.filter(pk__in=[each.pk for each in people])
    batch = prepare_batch(reviewer, desk_of(reviewer), BatchDecision.Verb.APPROVE, chosen)
    try:
        start_batch(batch, "同意", None)
        done = batch.items.filter(state=BatchItem.State.DONE)
        wait_until(lambda: done.exists(), 20, "no row was decided")
        worker.kill()
        worker = Worker(tmp_path / "second.log")
        worker.start()
        start_batch(batch, "同意", None)  # a second press does nothing
        resume_batches()  # what the beat does within a minute
        wait_until(lambda: done.count() == len(people), 30, "the batch was not finished")
    finally:
        worker.stop()
    log = Transition.objects.filter(action=Action.APPROVE).values_list("application_id", flat=True)
    assert sorted(log) == [person.pk for person in people]
    assert set(Application.objects.filter(pk__in=log).values_list("stage", flat=True)) == {
        "city_review"
    }
