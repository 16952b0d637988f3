"""The window of a call: drafts at any time, submissions only inside; the words of every state."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs.models import Application
from programs.queries.filing import latest_call
from programs.states import State
from tests.factories import draft_person_application, make_clerk, open_call, submitted_unit
from tests.programs.pages import as_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> Application:
    clerk = make_clerk()
    client.force_login(clerk)
    return draft_person_application(submitted_unit(clerk=clerk))


def move_window(person: Application, opens_in: int, closes_in: int | None) -> None:
    now = timezone.now()
    person.call.opens_at = now + dt.timedelta(minutes=opens_in)
    person.call.closes_at = None if closes_in is None else now + dt.timedelta(minutes=closes_in)
    person.call.save()


@pytest.mark.requirement("X-013")
@pytest.mark.parametrize(("opens_in", "closes_in"), [(-60, -1), (1, 60)])
def test_outside_the_window_drafts_are_kept_and_nothing_is_submitted(
    client: Client, person: Application, opens_in: int, closes_in: int
) -> None:
    move_window(person, opens_in, closes_in)

    saved = client.post(
        reverse("programs:save", args=[person.number]), as_post(person.form, {"position": "总监"})
    )
    assert saved.status_code == 302
    refused = client.post(reverse("programs:submit", args=[person.number]))

    assert refused.status_code == 422
    opens = timezone.localtime(person.call.opens_at)
    assert f"不在申报时间内（{opens:%Y-%m-%d %H:%M}" in refused.content.decode()
    person.refresh_from_db()
    assert (person.state, person.answers["position"]) == ("draft", "总监")


@pytest.mark.requirement("X-013")
@pytest.mark.parametrize("closes_in", [1, None])
def test_inside_the_window_and_in_a_standing_call_it_is_submitted(
    client: Client, person: Application, closes_in: int | None
) -> None:
    move_window(person, -1, closes_in)
    assert client.post(reverse("programs:submit", args=[person.number])).status_code == 302


@pytest.mark.requirement("X-013")
@pytest.mark.parametrize(("minutes", "status"), [(29, 302), (31, 422)])
def test_the_window_closes_on_the_minute(
    client: Client, person: Application, minutes: int, status: int
) -> None:
    move_window(person, -1, 30)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes), tick=False):
        answer = client.post(reverse("programs:submit", args=[person.number]))
    assert answer.status_code == status


@pytest.mark.requirement("X-007")
def test_next_years_call_is_opened_by_the_calendar_of_shanghai() -> None:
    open_call(2026)
    open_call(2027)
    with time_machine.travel("2026-12-31T15:59:00Z", tick=False):
        assert latest_call("contribution_award").year == 2026
    with time_machine.travel("2026-12-31T16:01:00Z", tick=False):
        assert latest_call("contribution_award").year == 2027


@pytest.mark.requirement("X-001")
def test_states_are_called_what_the_manuals_call_them() -> None:
    assert [str(state.label) for state in State] == [
        "草稿", "请联系所属企业进行提交", "待预审", "待审核", "退回修改", "审核不通过", "公示中",
        "通过（人才办确认）", "待拨付", "待上传收据", "已拨付",
    ]  # fmt: skip
