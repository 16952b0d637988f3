"""How much stands where: the cards on 我的办件 and the start pages, and the lists they lead to."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.states import Action, State
from programs.workflow import move
from tests.factories import (
    draft_person_application,
    make_clerk,
    make_person,
    make_reviewer,
    submit,
    submitted_unit,
)
from tests.factories.own import draft_own_application, hand_over

pytestmark = pytest.mark.django_db

CARD = re.compile(
    r'<a href="(/[^"]*)"( aria-current="true")?><span>([^<]+)</span><b class="num">(\d+)</b>'
)


def cards(client: Client, url: str) -> dict[str, tuple[str, int]]:
    """Label → where the card leads, and its number."""
    page = client.get(url, follow=True).content.decode()
    return {label: (href, int(number)) for href, _, label, number in CARD.findall(page)}


def numbers(client: Client, url: str) -> dict[str, int]:
    return {label: number for label, (_, number) in cards(client, url).items()}


def test_a_unit_sees_its_counts_and_each_leads_to_its_list(client: Client) -> None:
    clerk = make_clerk()
    part = submitted_unit(clerk=clerk)
    draft_person_application(part)
    person = submit(draft_person_application(part))
    assert person.office
    move(person.pk, Action.RETURN, make_reviewer(person.office), comment="请补充合同。")
    submitted_unit(clerk=make_clerk())  # another unit's
    client.force_login(clerk)

    found = cards(client, reverse("member_center"))

    expected = {"全部": 3, "待完善": 1, "退回修改": 1, "审核中": 1, "已通过": 0, "审核不通过": 0}
    assert {label: number for label, (_, number) in found.items()} == expected
    for href, number in found.values():
        listed = client.get(href)
        assert listed.context["page"].paginator.count == number
        assert {row.state for row in listed.context["page"]} <= set(listed.context["group"].states)
    assert numbers(client, reverse("programs:mine")) == expected


def test_a_person_sees_her_own_and_what_waits_for_the_unit(client: Client) -> None:
    person = hand_over(draft_own_application()).applicant
    assert person is not None
    draft_own_application()  # somebody else's
    client.force_login(person)

    found = cards(client, reverse("personal_center"))

    assert {label for label, (_, number) in found.items() if number} == {"全部", "待单位上报"}
    listed = client.get(found["待单位上报"][0])
    assert [row.state for row in listed.context["page"]] == [State.AWAITING_UNIT]


def test_counts_stop_at_what_an_operator_may_do(client: Client) -> None:
    clerk = make_clerk()
    submitted_unit(clerk=clerk)
    operator = make_clerk(clerk.memberships.get().unit, role="operator")
    operator.memberships.update(all_business=False)
    client.force_login(operator)

    assert set(numbers(client, reverse("programs:mine")).values()) == {0}


def test_the_current_group_is_marked(client: Client) -> None:
    client.force_login(make_person())
    mine = reverse("programs:mine")

    def current(url: str) -> list[str]:
        found = CARD.findall(client.get(url).content.decode())
        return [label for _, is_current, label, _ in found if is_current]

    assert current(mine) == ["全部"]
    assert current(f"{mine}?state=granted") == ["已通过"]
    assert current(f"{mine}?state=nonsense") == ["全部"]
    assert current(reverse("personal_center")) == []


def test_one_query_counts_all_groups(client: Client) -> None:
    clerk = make_clerk()
    part = submitted_unit(clerk=clerk)
    client.force_login(clerk)
    draft_person_application(part)
    client.get(reverse("member_center"))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("member_center"))

    # The menu counts what waits, in queries of its own; none of them by state.
    asked = [q["sql"] for q in queries if 'FROM "programs_application"' in q["sql"]]
    assert len([sql for sql in asked if "GROUP BY" in sql]) == 1
