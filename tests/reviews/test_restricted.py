"""Restricted filings at the desk: seen and named, but nobody's work any more."""

import pytest
from django.test import Client

from programs.actions.restriction import restrict
from programs.models import Application
from programs.states import State
from reviews.actions.batches import refusal
from reviews.models import QueueExport, ReviewItem
from reviews.queries.dashboard import dashboard
from reviews.rules import desk_of
from reviews.tasks import write_export
from tests.factories import draft_person_application, make_reviewer, make_staff, submit

pytestmark = pytest.mark.django_db
QUEUE = "/admin/reviews/reviewitem/"


@pytest.fixture
def restricted(person: Application) -> Application:
    return restrict(person.pk, make_staff("system_admin"))


def test_it_is_in_no_count_of_what_waits(restricted: Application) -> None:
    assert restricted.unit_application
    assert restricted.office
    waiting = submit(draft_person_application(restricted.unit_application, name="沈周"))
    reviewer = make_reviewer(restricted.office)

    found = dashboard(reviewer, desk_of(reviewer))

    counts = {tab.key: total.number for tab, total in found.counts}
    assert [item.pk for item in found.oldest if item.is_person] == [waiting.pk]
    assert (counts["mine"], counts["all"]) == (2, 3)  # the unit's part waits as well


def test_the_list_of_everything_names_it(desk: Client, restricted: Application) -> None:
    waiting = desk.get(f"{QUEUE}?tab=mine").content.decode()
    everything = desk.get(f"{QUEUE}?tab=all").content.decode()

    assert restricted.number not in waiting
    assert restricted.number in everything
    assert "已限制处理" in everything


def test_its_page_offers_nothing_but_the_end(desk: Client, restricted: Application) -> None:
    url = f"{QUEUE}{restricted.pk}/review/"
    page = desk.get(url).content.decode()

    assert "已限制处理" in page
    assert 'value="reject"' in page
    assert 'value="approve"' not in page
    assert 'value="return"' not in page
    refused = desk.post(url, {"verb": "approve", "seen_stage": restricted.stage})
    assert refused.status_code == 409
    assert "依法只作存储，不能再办理" in refused.content.decode()
    restricted.refresh_from_db()
    assert restricted.state == State.PENDING_REVIEW


def test_no_batch_and_no_sheet_takes_it_along(desk: Client, restricted: Application) -> None:
    assert restricted.office
    reviewer = make_reviewer(restricted.office)
    item = ReviewItem.objects.get(pk=restricted.pk)
    assert "已限制处理" in refusal(desk_of(reviewer), item)

    export = QueueExport.objects.create(created_by=reviewer, filters="tab=all")
    write_export(export.pk)

    export.refresh_from_db()
    assert export.rows == 1  # the unit's part
