"""Lists: totals, empty states, filters, and a price that does not grow with the rows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from programs.models import Application, Call
from programs.states import State
from tests.factories import (
    draft_person_application,
    make_person,
    open_call,
    submit,
    submitted_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return open_call()


def list_urls(call: Call) -> dict[str, str]:
    slug = call.program.slug
    return {
        "people": reverse("programs:people", args=[slug, call.year]),
        "progress": reverse("programs:progress", args=[slug]),
        "mine": reverse("programs:mine"),
    }


def add(part: Application, count: int) -> None:
    for _ in range(count):
        draft_person_application(part, complete=False, name="沈周")


@pytest.mark.requirement("X-010")
@pytest.mark.parametrize("name", ["people", "progress", "mine"])
def test_an_empty_list_says_so(client: Client, call: Call, clerk: User, name: str) -> None:
    page = client.get(list_urls(call)[name]).content.decode()
    assert "暂无信息" in page
    assert "总计 0 条数据" in page


@pytest.mark.requirement("X-010")
def test_one_and_twenty_one_rows(client: Client, call: Call, clerk: User) -> None:
    part = submitted_unit(call, clerk)
    submit(draft_person_application(part))
    url = list_urls(call)["progress"]
    assert "总计 1 条数据" in client.get(url).content.decode()
    for _ in range(20):
        draft = draft_person_application(part, complete=False, name="沈周")
        Application.objects.filter(pk=draft.pk).update(
            state=State.PENDING_REVIEW,
            submitted_at=part.submitted_at,
            office=part.office,
            id_doc_hash=draft.number,
        )

    first, second = (client.get(f"{url}?page={n}").content.decode() for n in (1, 2))

    assert "总计 21 条数据" in first
    assert (first.count("详情"), second.count("详情")) == (20, 1)
    assert "总计 21 条数据" in second


@pytest.mark.parametrize("name", ["people", "progress", "mine"])
def test_thirty_rows_cost_as_many_queries_as_one(
    client: Client,
    call: Call,
    clerk: User,
    name: str,
) -> None:
    part = submitted_unit(call, clerk)
    url = list_urls(call)[name]
    submit(draft_person_application(part))
    add(part, 1)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    add(part, 29)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_an_individual_finds_an_empty_list(client: Client, call: Call) -> None:
    client.force_login(make_person())
    assert "暂无信息" in client.get(list_urls(call)["mine"]).content.decode()


@pytest.mark.parametrize(
    "query", ["year=x", "year=99999", "state=nonsense", "q=%00", "page=9999", "page=-1"]
)
def test_nonsense_in_the_address_does_no_harm(
    client: Client, call: Call, clerk: User, query: str
) -> None:
    submitted_unit(call, clerk)
    for url in list_urls(call).values():
        assert client.get(f"{url}?{query}").status_code == 200


def test_drafts_are_not_in_the_progress_list(client: Client, call: Call, clerk: User) -> None:
    add(submitted_unit(call, clerk), 1)
    assert "总计 0 条数据" in client.get(list_urls(call)["progress"]).content.decode()


@pytest.mark.requirement("S0-079")
def test_every_ticked_person_costs_the_same(client: Client, call: Call, clerk: User) -> None:
    """Two hundred people are two hundred times one: nothing grows with the size of the list."""
    part = submitted_unit(call, clerk)
    url = reverse("programs:submit_many", args=[call.program.slug, call.year])

    def queries_for(count: int) -> int:
        people = [draft_person_application(part) for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            client.post(url, {"number": [person.number for person in people]})
        assert {p.transitions.count() for p in people} == {1}
        return len(captured)

    queries_for(1)
    one, three, five = (queries_for(count) for count in (1, 3, 5))
    assert five - three == three - one


def test_the_form_costs_a_bounded_number_of_queries(
    client: Client, call: Call, clerk: User
) -> None:
    person = draft_person_application(submitted_unit(call, clerk))
    url = reverse("programs:application", args=[person.number])
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    assert len(captured) <= 20
