"""The figures of a call: what is counted, how it is drawn, and what it costs to look."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import StaffPosition
from programs.models import Application, Call, DistrictBudget
from programs.states import Action
from programs.workflow import move
from reviews.charts import WIDTH, WORDS, Bar, bars
from reviews.jobs import count_large_calls
from reviews.models import CallCount
from reviews.queries import statistics
from reviews.queries.statistics import figures
from tests.factories import (
    approve,
    district,
    draft_person_application,
    make_reviewer,
    make_staff,
    submit,
    submitted_unit,
)

from .conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Client:
    return signed_in(make_staff(StaffPosition.Role.PROGRAM_MANAGER))


@pytest.fixture
def call() -> Call:
    """One granted, one refused in the city's stage, one waiting in the district."""
    unit = submitted_unit()
    first, second, _third = (submit(draft_person_application(unit)) for _each in range(3))
    approve(first)
    step(second, Action.APPROVE)
    step(second, Action.REJECT)
    return unit.call


def step(application: Application, action: Action) -> None:
    application.refresh_from_db()
    assert application.office
    move(application.pk, action, make_reviewer(application.office), "意见")


def page_of(call: Call) -> str:
    return reverse("admin:reviews_statistic_change", args=[call.pk])


def test_every_stage_and_district_is_counted(call: Call) -> None:
    found = figures(call)
    reached = [(stage.reached, stage.now, stage.rejected) for stage in found.stages]
    assert reached[0] == (3, 1, 0)
    assert reached[1] == (2, 0, 1)
    total = found.total
    assert (total.submitted, total.waiting, total.granted, total.rejected) == (3, 1, 1, 1)
    granted = Application.objects.get(call=call, part="person", state="approved")
    assert total.approved == granted.approved_amount
    assert [each.submitted for each in found.districts] == [3]


def test_a_stage_takes_as_long_as_from_step_to_step() -> None:
    with time_machine.travel("2026-03-02 09:00:00+08:00", tick=False) as clock:
        unit = submitted_unit()
        call = unit.call
        Call.objects.update(opens_at=timezone.now(), closes_at=None)
        people = [submit(draft_person_application(unit)) for _each in range(2)]
        for days, person in zip((2, 4), people, strict=True):
            clock.shift(dt.timedelta(days=days))
            step(person, Action.APPROVE)
    first = figures(call).stages[0]
    # After 2 and 6 days.
    assert first.median == pytest.approx(4)
    assert first.most == pytest.approx(5.6)


def test_budgets_stand_beside_what_was_granted(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(budget=Decimal("100000.00"))
    DistrictBudget.objects.create(call=call, district=district(), amount=Decimal("60000.00"))
    call.refresh_from_db()
    found = figures(call)
    assert found.total.left == Decimal("100000.00") - found.total.approved
    assert found.districts[0].budget == Decimal("60000.00")


def test_the_page_has_a_table_beside_each_chart(manager: Client, call: Call) -> None:
    html = manager.get(page_of(call)).content.decode()
    assert html.count('<svg class="chart"') == html.count('class="figures-table"') == 4
    assert html.count("<desc id=") == 4
    assert 'style="' not in html


def test_a_call_without_applications_has_its_page(manager: Client, call: Call) -> None:
    empty = Call.objects.create(
        program=call.program, version=call.version, year=2025, opens_at=timezone.now()
    )
    response = manager.get(page_of(empty))
    assert response.status_code == 200
    assert "暂无数据" in response.content.decode()


def test_the_workbook_holds_the_tables(manager: Client, call: Call) -> None:
    response = manager.get(reverse("admin:reviews_statistic_export", args=[call.pk]))
    book = load_workbook(io.BytesIO(response.content))
    assert len(book.sheetnames) == 4
    rows = list(book.worksheets[1].values)
    assert rows[0][:2] == ("区域", "已提交")
    assert rows[-1] == ("合计", 3, 1, 0, 1, 1)


def test_what_is_being_prepared_has_no_statistics(manager: Client, call: Call) -> None:
    hidden = Call.objects.create(
        program=call.program,
        version=call.version,
        year=2027,
        opens_at=timezone.now(),
        published_at=None,
    )
    assert manager.get(page_of(hidden)).status_code in (302, 404)


def test_a_large_call_is_shown_as_it_was_counted_last(
    monkeypatch: pytest.MonkeyPatch, call: Call
) -> None:
    monkeypatch.setattr(statistics, "AT_ONCE", 2)
    count_large_calls()
    submit(draft_person_application(Application.objects.get(call=call, part="unit")))
    found = figures(call)
    assert found.is_stored
    assert found.total.submitted == 3
    count_large_calls()
    assert figures(call).total.submitted == 4
    assert CallCount.objects.count() == 1


def test_a_small_call_is_counted_at_each_look(call: Call) -> None:
    count_large_calls()
    assert not CallCount.objects.exists()
    assert not figures(call).is_stored


@pytest.mark.parametrize(
    ("values", "widths"),
    [
        ([10, 5, 0], [WIDTH - WORDS, (WIDTH - WORDS) // 2, 0]),
        ([0, 0], [0, 0]),
        ([1_000_000, 1], [WIDTH - WORDS, 2]),
        ([Decimal("2.50"), -1], [WIDTH - WORDS, 0]),
    ],
)
def test_bars_are_as_long_as_their_figures(values: list[Any], widths: list[int]) -> None:
    chart = bars("x", "x", [Bar(str(each), each, str(each)) for each in values])
    assert [row.width for row in chart.rows] == widths
