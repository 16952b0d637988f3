"""What a programme card says about the window of its call."""

import datetime as dt

import pytest
from django.utils import timezone

from programs.cards import card_of, window_state
from tests.factories.places import open_call

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("opens_in", "closes_in", "state"),
    [(-30, 30, "open"), (-30, 5, "closing_soon"), (3, 30, "upcoming"), (-30, -1, "closed")],
)
def test_a_card_knows_its_window(opens_in: int, closes_in: int, state: str) -> None:
    call = open_call(opens_in=opens_in, closes_in=closes_in)

    assert window_state(call, timezone.now()) == state
    assert bool(card_of(call).apply_url) is (state in ("open", "closing_soon"))


def test_a_card_shows_the_days_of_this_place() -> None:
    call = open_call()
    call.opens_at = dt.datetime(2026, 8, 31, 16, 30, tzinfo=dt.UTC)
    call.closes_at = dt.datetime(2026, 11, 30, 15, 59, tzinfo=dt.UTC)

    assert card_of(call).period == "2026-09-01 — 2026-11-30"


def test_a_call_without_end_is_permanent() -> None:
    call = open_call()
    call.closes_at = None

    assert card_of(call).period == "常态申报"
