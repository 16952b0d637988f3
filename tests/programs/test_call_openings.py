"""Who filed the year before hears that a programme's call is open, each once."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Delivery, Notification
from programs import announcing
from programs.jobs import announce_calls
from programs.models import Application, Call
from tests.factories import draft_unit_application, make_clerk, open_call, submitted_unit
from tests.factories.own import draft_own_application, hand_over, make_identified_person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("X-009")]


def following(earlier: Call, **changes: Any) -> Call:
    """The call after this one, open now."""
    return Call.objects.create(
        program=earlier.program,
        version=earlier.version,
        year=earlier.year + 1,
        opens_at=timezone.now() - dt.timedelta(hours=1),
        **changes,
    )


def told() -> list[Notification]:
    return list(Notification.objects.filter(kind="call_opened").order_by("pk"))


@pytest.fixture
def earlier() -> Call:
    """A call in which two units have filed, and a third has only begun to."""
    call = open_call()
    for _each in range(2):
        submitted_unit(call, make_clerk())
    draft_unit_application(call, make_clerk())
    return call


def test_units_that_filed_are_told_once(earlier: Call) -> None:
    call = following(earlier)
    announce_calls()
    announce_calls()
    filed = Application.objects.filter(call=earlier, part="unit").exclude(state="draft")
    assert {each.recipient_id for each in told()} == {each.created_by_id for each in filed}
    assert len(told()) == 2
    assert "2027 年度" in told()[0].title
    assert told()[0].link == "/programs/contribution_award/"
    assert told()[0].unit is not None
    assert Delivery.objects.filter(kind="call_opened", channel="email").exists()
    assert Call.objects.get(pk=call.pk).announced_at is not None


def test_it_goes_on_where_it_stopped(earlier: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "AT_ONCE", 1)
    call = following(earlier)
    announcing._announce_some(call.pk)
    assert len(told()) == 1
    announce_calls()
    assert len(told()) == 2
    assert len({each.recipient_id for each in told()}) == 2


@pytest.mark.parametrize(
    "changes",
    [{"published_at": None}, {"opens_at": dt.timedelta(days=1)}, {"closes_at": dt.timedelta(0)}],
)
def test_nobody_hears_of_a_call_that_is_not_open(earlier: Call, changes: dict[str, Any]) -> None:
    call = following(earlier)
    Call.objects.filter(pk=call.pk).delete()
    now = timezone.now()
    moved = {k: now + v if isinstance(v, dt.timedelta) else v for k, v in changes.items()}
    values = {"opens_at": now - dt.timedelta(hours=1), **moved}
    Call.objects.create(program=call.program, version=call.version, year=call.year, **values)
    announce_calls()
    assert told() == []


def test_persons_hear_of_what_they_file_themselves() -> None:
    person = make_identified_person()
    filed = hand_over(draft_own_application(person, make_clerk().memberships.get().unit))
    following(filed.call)
    announce_calls()
    assert [each.recipient_id for each in told()] == [person.pk]
    assert told()[0].unit is None
