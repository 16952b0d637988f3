"""Two clicks, two tabs, two colleagues at the same moment: one thing happens."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from programs.actions.carry_over import carry_over
from programs.answers import plain_answers
from programs.models import Application, BatchSubmissionRow
from tests.factories import (
    approve,
    draft_person_application,
    draft_unit_application,
    make_clerk,
    open_call,
    person_answers,
    resident_id,
    submit,
    submitted_unit,
    unit_answers,
)
from tests.programs.pages import as_post

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Runs the calls in threads that start together; each has a connection of its own."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, c) for c in calls]]


def posting(user: Any, url: str, data: dict[str, Any]) -> Callable[[], int]:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return lambda: client.post(url, data).status_code


@pytest.mark.requirement("X-012")
def test_two_first_saves_begin_one_unit_part() -> None:
    call, clerk = open_call(), make_clerk()
    colleague = make_clerk(clerk.memberships.get().unit, role="operator")
    url = reverse("programs:unit_save", args=[call.program.slug, call.year])
    data = as_post(call.definition.form("unit"), unit_answers(clerk.memberships.get().unit))

    statuses = at_once(posting(clerk, url, data), posting(colleague, url, data))

    assert statuses == [302, 302]
    assert Application.objects.count() == 1


@pytest.mark.requirement("X-012")
def test_two_tabs_submit_once_and_the_second_is_told() -> None:
    clerk = make_clerk()
    person = draft_person_application(submitted_unit(clerk=clerk))
    url = reverse("programs:submit", args=[person.number])

    statuses = at_once(posting(clerk, url, {}), posting(clerk, url, {}))

    assert sorted(statuses) == [302, 409]
    assert person.transitions.count() == person.submissions.count() == 1


@pytest.mark.requirement("X-012")
def test_two_clicks_on_add_make_one_draft() -> None:
    clerk = make_clerk()
    part = submitted_unit(clerk=clerk)
    url = reverse("programs:add_person", args=[part.call.program.slug, part.call.year])

    assert at_once(posting(clerk, url, {}), posting(clerk, url, {})) == [302, 302]
    assert Application.objects.filter(part="person").count() == 1


@pytest.mark.requirement("S0-053")
@pytest.mark.requirement("X-012")
def test_two_clicks_on_continue_make_one_draft() -> None:
    clerk = make_clerk()
    earlier = approve(submit(draft_person_application(submitted_unit(open_call(2025), clerk))))
    call = open_call(2026)
    submitted_unit(call, clerk)

    drafts = at_once(*[lambda: carry_over(earlier, call, clerk)] * 3)

    assert len({draft.pk for draft in drafts}) == 1
    assert Application.objects.filter(call=call, part="person").count() == 1
    assert drafts[0].attachments.count() == 3


@pytest.mark.requirement("X-012")
def test_continuing_the_units_part_while_a_colleague_begins_it_makes_one() -> None:
    clerk = make_clerk()
    earlier = approve(submit(draft_unit_application(open_call(2025), clerk, employees=88)))
    call, unit = open_call(2026), earlier.named_unit
    colleague = make_clerk(unit, role="operator")
    url = reverse("programs:unit_save", args=[call.program.slug, call.year])
    data = as_post(call.definition.form("unit"), unit_answers(unit, employees=130))

    at_once(lambda: carry_over(earlier, call, clerk), posting(colleague, url, data))

    part = Application.objects.get(call=call, part="unit")
    assert part.carried_from == earlier
    assert plain_answers(part)["employees"] in (88, 130)
    slots = list(part.attachments.values_list("slot", flat=True))
    assert len(slots) == len(set(slots)) > 0


@pytest.mark.requirement("X-012")
def test_two_hr_people_who_tick_the_same_submit_everybody_once() -> None:
    clerk = make_clerk()
    part = submitted_unit(clerk=clerk)
    colleague = make_clerk(part.named_unit, role="admin")
    people = [draft_person_application(part) for _ in range(3)]
    url = reverse("programs:submit_many", args=[part.call.program.slug, part.call.year])
    ticked = {"number": [person.number for person in people]}

    statuses = at_once(posting(clerk, url, ticked), posting(colleague, url, ticked))

    assert statuses == [302, 302]
    assert [person.transitions.count() for person in people] == [1, 1, 1]
    rows = BatchSubmissionRow.objects.values_list("state", flat=True)
    assert sorted(rows) == ["done"] * 6


@pytest.mark.requirement("X-012")
def test_two_colleagues_who_enter_the_same_person_are_both_kept_and_one_is_told() -> None:
    clerk = make_clerk()
    part = submitted_unit(clerk=clerk)
    people = [draft_person_application(part, complete=False) for _ in range(2)]
    data = as_post(people[0].form, person_answers(id_doc_number=resident_id()))

    statuses = at_once(
        *[posting(clerk, reverse("programs:save", args=[p.number]), data) for p in people]
    )

    assert statuses == [302, 302]
    for person in people:
        person.refresh_from_db()
    assert sorted(bool(person.id_doc_hash) for person in people) == [False, True]
    assert {person.name for person in people} == {"祝允明"}
