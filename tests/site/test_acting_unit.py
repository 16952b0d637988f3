"""Whoever acts for several units reads on every filing page for which, and can change it there."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, User
from programs.models import Application
from tests.factories import (
    draft_person_application,
    make_clerk,
    make_member,
    make_unit,
    submitted_unit,
)

pytestmark = pytest.mark.django_db

CHOSEN = re.compile(r'<option value="(\d+)"\s+selected>')
NEXT = re.compile(r'name="next"\s+value="([^"]*)"')


@pytest.fixture
def draft() -> Application:
    """A person's draft under the first unit of somebody who acts for two."""
    clerk = make_clerk()
    draft = draft_person_application(submitted_unit(clerk=clerk))
    make_member(make_unit(), clerk)
    return draft


@pytest.fixture
def clerk(draft: Application) -> User:
    """Who acts for the first of the two units, unless they switch."""
    return draft.created_by


def first(clerk: User) -> Unit:
    return clerk.memberships.order_by("pk")[0].unit


def second(clerk: User) -> Unit:
    return clerk.memberships.order_by("pk")[1].unit


def switch_of(page: str) -> str:
    """The form of the switch; empty when there is none."""
    found = re.search(r'<form class="acting-unit".*?</form>', page, re.DOTALL)
    return found[0] if found else ""


def of_call(name: str) -> Callable[[Application], str]:
    def address(draft: Application) -> str:
        return reverse(f"programs:{name}", args=[draft.call.program.slug, draft.call.year])

    return address


PAGES: dict[str, Callable[[Application], str]] = {
    "catalogue": lambda draft: reverse("programs:catalogue"),
    "policy": lambda draft: reverse("programs:policy", args=[draft.call.program.slug]),
    "unit part": of_call("unit"),
    "people": of_call("people"),
    "progress": lambda draft: reverse("programs:progress", args=[draft.call.program.slug]),
    "draft": lambda draft: reverse("programs:application", args=[draft.number]),
    "unit part submitted": lambda draft: reverse(
        "programs:application", args=[str(draft.unit_application and draft.unit_application.number)]
    ),
    "mine": lambda draft: reverse("programs:mine"),
    "member centre": lambda draft: reverse("member_center"),
}


@pytest.mark.parametrize("where", PAGES)
def test_every_page_says_for_which_unit(
    client: Client, clerk: User, draft: Application, where: str
) -> None:
    client.force_login(clerk)

    switch = switch_of(client.get(PAGES[where](draft)).content.decode())

    assert CHOSEN.findall(switch) == [str(first(clerk).pk)]
    assert second(clerk).name in switch


def test_who_acts_for_one_unit_is_not_asked(client: Client) -> None:
    clerk = make_clerk()
    draft = draft_person_application(submitted_unit(clerk=clerk))
    client.force_login(clerk)

    assert not any(
        switch_of(client.get(address(draft)).content.decode()) for address in PAGES.values()
    )


def test_the_switch_comes_back_to_the_page_of_the_other_unit(
    client: Client, clerk: User, draft: Application
) -> None:
    client.force_login(clerk)
    address = PAGES["progress"](draft) + "?year=2025"
    switch = switch_of(client.get(address).content.decode())
    chosen = {"unit": second(clerk).pk, "next": NEXT.findall(switch)[0]}

    answer = client.post(reverse("switch_unit"), chosen, follow=True)

    assert answer.redirect_chain == [(address, 302)]
    assert CHOSEN.findall(switch_of(answer.content.decode())) == [str(second(clerk).pk)]


def test_a_draft_of_another_unit_says_so_and_the_switch_leads_to_all_of_the_other(
    client: Client, clerk: User, draft: Application
) -> None:
    client.force_login(clerk)
    client.post(reverse("switch_unit"), {"unit": second(clerk).pk})

    switch = switch_of(client.get(PAGES["draft"](draft)).content.decode())

    assert f"本页属于 {first(clerk).name}" in switch
    assert CHOSEN.findall(switch) == [str(first(clerk).pk)]
    assert NEXT.findall(switch) == [PAGES["mine"](draft)]


def test_a_page_that_answers_a_button_leads_to_one_that_can_be_opened(
    client: Client, clerk: User, draft: Application
) -> None:
    client.force_login(clerk)
    draft.attachments.all().delete()

    answer = client.post(reverse("programs:submit", args=[draft.number]))

    assert answer.status_code == 422
    assert NEXT.findall(switch_of(answer.content.decode())) == [PAGES["mine"](draft)]
