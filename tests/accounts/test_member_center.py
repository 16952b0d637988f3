"""会员中心, 个人中心, and who acts for which unit."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership, User
from portal.lib.dates import today
from tests.factories import make_clerk, make_member, make_person, make_reviewer, make_unit
from tests.factories.places import district_office

pytestmark = pytest.mark.django_db


def join(user: User, **fields: Any) -> Membership:
    """One more membership, of a new unit."""
    return make_member(make_unit(), user, **fields)


@pytest.mark.requirement("S0-031")
def test_the_link_stands_at_the_top_for_people_of_units_only(client: Client) -> None:
    assert 'href="/member/"' not in client.get("/").content.decode()
    client.force_login(make_clerk())
    topbar = client.get("/").content.decode().split('class="topbar"')[1].split("</header>")[0]
    assert 'href="/member/"' in topbar
    assert "会员中心" in topbar

    client.force_login(make_person())
    assert 'href="/member/"' not in client.get("/").content.decode()


def test_the_member_centre_shows_the_unit(client: Client) -> None:
    clerk = make_clerk()
    client.force_login(clerk)

    page = client.get("/member/").content.decode()

    unit = clerk.memberships.get().unit
    assert unit.name in page
    assert unit.uscc in page
    assert "法定代表人" in page


def test_persons_are_led_to_their_own_page(client: Client) -> None:
    person = make_person()
    client.force_login(person)

    page = client.get("/member/", follow=True)

    assert page.redirect_chain == [("/me/", 302)]
    text = page.content.decode()
    assert person.id_doc_number not in text
    assert person.id_doc_number[-4:] in text
    assert "不可自行修改" in text
    assert "/appeal/" in text


def test_people_of_units_are_led_away_from_the_personal_centre(client: Client) -> None:
    client.force_login(make_clerk())
    assert client.get("/me/").headers["Location"] == "/member/"


def test_staff_have_no_member_centre(client: Client) -> None:
    client.force_login(make_reviewer(district_office()))
    assert client.get("/member/").status_code == 404
    assert client.get("/me/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/member/", "/member/profile/", "/member/members/", "/me/", "/me/security/"]
)
def test_nobody_gets_in_without_logging_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_the_switch_changes_whom_one_acts_for(client: Client) -> None:
    clerk = make_clerk()
    other = join(clerk).unit
    client.force_login(clerk)
    assert "切换单位" in client.get("/member/").content.decode()

    client.post("/member/switch/", {"unit": other.pk})

    assert other.uscc in client.get("/member/profile/").content.decode()


@pytest.mark.requirement("X-005")
def test_nobody_switches_to_a_strangers_unit(client: Client) -> None:
    client.force_login(make_clerk())
    assert client.post("/member/switch/", {"unit": make_unit().pk}).status_code == 404
    assert client.post("/member/switch/", {"unit": "nonsense"}).status_code == 404


def test_an_expired_membership_is_worth_nothing_at_once(client: Client) -> None:
    clerk = make_clerk()
    client.force_login(clerk)
    clerk.memberships.update(ends_on=today() - dt.timedelta(days=1))

    page = client.get("/member/")

    assert page.status_code == 403
    assert "不能代表任何单位" in page.content.decode()


def test_the_unit_chosen_before_it_expired_gives_way(client: Client) -> None:
    clerk = make_clerk()
    first = clerk.memberships.get().unit
    other = join(clerk)
    client.force_login(clerk)
    client.post("/member/switch/", {"unit": other.unit_id})
    other.ends_on = today() - dt.timedelta(days=1)
    other.save()

    assert first.uscc in client.get("/member/profile/").content.decode()
