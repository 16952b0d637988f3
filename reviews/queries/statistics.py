"""Figures of one call: how many stand where, how long things take, what it costs.

A call with few applications is counted whenever somebody looks. One with many is counted by the
clock, and looked at as it was counted last: a page costs the same however many there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from accounts.models import District
from portal.lib.paging import capped_count
from portal.lib.sql import rows
from programs.definitions.route import Stage
from programs.models import Application, Call
from programs.states import GRANTED, IN_REVIEW, Action, State
from reviews.models import CallCount, Payment, PaymentState

#: So many applications are counted at each look.
AT_ONCE = 20_000
ZERO = Decimal(0)
Content = dict[str, Any]

_MINE = """
WITH mine AS (
    SELECT id, state, stage, district_id, submitted_at, decided_at, approved_amount
    FROM programs_application
    WHERE call_id = %(call)s AND part = %(part)s AND submitted_at IS NOT NULL
)
"""
_STATES = """
SELECT district_id, state, count(*), COALESCE(sum(approved_amount), 0)::text
FROM mine GROUP BY 1, 2
"""
_NOW = "SELECT stage, count(*) FROM mine WHERE state = ANY(%(waiting)s) GROUP BY 1"
_REACHED = """
SELECT stage, count(*) FROM (
    SELECT t.application_id AS id, t.stage FROM programs_transition AS t JOIN mine
        ON mine.id = t.application_id
    UNION SELECT id, stage FROM mine
) AS been WHERE stage <> '' GROUP BY 1
"""
_DONE = """
SELECT stage, action, count(DISTINCT application_id),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY lain),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY lain)
FROM (
    SELECT t.application_id, t.stage, t.action,
        (EXTRACT(epoch FROM t.at - lag(t.at) OVER (
            PARTITION BY t.application_id ORDER BY t.at, t.id)) / 86400)::float AS lain
    FROM programs_transition AS t JOIN mine ON mine.id = t.application_id
) AS steps
WHERE stage <> '' GROUP BY GROUPING SETS ((stage, action), (stage))
"""
_OVERALL = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY taken),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY taken)
FROM (
    SELECT EXTRACT(epoch FROM decided_at - submitted_at)::float / 86400 AS taken
    FROM mine WHERE decided_at IS NOT NULL
) AS decided
"""


def count(call: Call) -> Content:
    """Everything that has to be counted, as JSON can hold it."""
    waiting = [state.value for state in (*IN_REVIEW, State.ON_NOTICE, State.AWAITING_UNIT)]
    parameters = {"call": call.pk, "part": part_of(call), "waiting": waiting}

    def ask(statement: str) -> list[tuple[Any, ...]]:
        return rows(_MINE + statement, parameters)

    steps = ask(_DONE)
    return {
        "states": ask(_STATES),
        "now": dict(ask(_NOW)),
        "reached": dict(ask(_REACHED)),
        "done": [(stage, action, number) for stage, action, number, _m, _n in steps if action],
        "waits": {stage: [most, nearly] for stage, action, _n, most, nearly in steps if not action},
        "overall": ask(_OVERALL)[0],
    }


def part_of(call: Call) -> str:
    """Whose filings are counted: the people's, the unit's where a programme has no others."""
    part = Application.Part.PERSON if call.definition.person else Application.Part.UNIT
    return part.value


def is_large(call: Call) -> bool:
    mine = Application.objects.filter(call=call, part=part_of(call))
    return not capped_count(mine, AT_ONCE).exact


def store_count(call: Call) -> None:
    CallCount.objects.update_or_create(call_id=call.pk, defaults={"content": count(call)})


@dataclass(frozen=True)
class StageFigures:
    """One stage of the route."""

    title: str
    reached: int
    now: int
    approved: int
    returned: int
    rejected: int
    median: float | None
    """Days that half of them took at most; None where nothing has left the stage."""
    most: float | None
    """Days that nine in ten took at most."""


@dataclass(frozen=True)
class DistrictFigures:
    """One district, or all of them."""

    name: str
    submitted: int
    waiting: int
    returned: int
    rejected: int
    granted: int
    approved: Decimal
    committed: Decimal
    paid: Decimal
    budget: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """Of the budget, when all that was granted is paid."""
        return None if self.budget is None else self.budget - self.approved


@dataclass(frozen=True)
class Figures:
    """What the page of one call shows."""

    call: Call
    counted_at: dt.datetime
    is_stored: bool
    """Whether it was counted earlier, by the clock."""
    stages: list[StageFigures]
    districts: list[DistrictFigures]
    total: DistrictFigures
    disbursed: int
    decided: int
    median: float | None
    most: float | None


def figures(call: Call) -> Figures:
    stored = CallCount.objects.filter(call_id=call.pk).first() if is_large(call) else None
    content = stored.content if stored else count(call)
    decided, median, most = content["overall"]
    districts, total = _districts(call, content)
    return Figures(
        call=call,
        counted_at=stored.counted_at if stored else timezone.now(),
        is_stored=stored is not None,
        stages=[_stage(stage, content) for stage in call.definition.route_of(part_of(call))],
        districts=districts,
        total=total,
        disbursed=sum(n for _d, state, n, _a in content["states"] if state == State.DISBURSED),
        decided=decided,
        median=median,
        most=most,
    )


def _stage(stage: Stage, content: Content) -> StageFigures:
    done = {action: n for key, action, n in content["done"] if key == stage.key}
    median, most = content["waits"].get(stage.key, (None, None))
    return StageFigures(
        title=str(stage.title),
        reached=content["reached"].get(stage.key, 0),
        now=content["now"].get(stage.key, 0),
        approved=done.get(Action.APPROVE, 0),
        returned=done.get(Action.RETURN, 0) + done.get(Action.RETURN_WITH_UNIT, 0),
        rejected=done.get(Action.REJECT, 0),
        median=median,
        most=most,
    )


def _districts(call: Call, content: Content) -> tuple[list[DistrictFigures], DistrictFigures]:
    budgets = dict(call.district_budgets.values_list("district", "amount"))
    committed, paid = _payments(call)
    by_district: dict[str, dict[str, tuple[int, Decimal]]] = {}
    for code, state, number, amount in content["states"]:
        by_district.setdefault(code, {})[state] = (number, Decimal(amount))
    found = []
    for district in District.objects.all():
        states, code = by_district.get(district.pk, {}), district.pk
        if states or code in budgets or code in committed:
            money = (committed.get(code, ZERO), paid.get(code, ZERO), budgets.get(code))
            found.append(_figures_of(str(district), states, *money))
    whole: dict[str, tuple[int, Decimal]] = {}
    for states in by_district.values():
        for state, (number, amount) in states.items():
            before = whole.get(state, (0, ZERO))
            whole[state] = before[0] + number, before[1] + amount
    spent = sum(committed.values(), ZERO), sum(paid.values(), ZERO)
    return found, _figures_of("", whole, *spent, call.budget)


def _payments(call: Call) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """What batches of the call have set aside, and what was paid of it, by district."""
    sums = Payment.objects.filter(batch__call_id=call.pk).values_list("district", "state")
    committed: dict[str, Decimal] = {}
    paid: dict[str, Decimal] = {}
    for code, state, amount in sums.annotate(total=Sum("amount")).order_by():
        committed[code] = committed.get(code, ZERO) + amount
        if state == PaymentState.PAID:
            paid[code] = amount
    return committed, paid


def _figures_of(
    name: str,
    states: Mapping[str, tuple[int, Decimal]],
    committed: Decimal,
    paid: Decimal,
    budget: Decimal | None,
) -> DistrictFigures:
    granted = [states[state] for state in GRANTED if state in states]
    number = {state: n for state, (n, _amount) in states.items()}
    submitted = sum(number.values())
    decided = sum(n for n, _amount in granted) + number.get(State.REJECTED, 0)
    returned = number.get(State.RETURNED, 0)
    return DistrictFigures(
        name=name,
        submitted=submitted,
        waiting=submitted - decided - returned,
        returned=returned,
        rejected=number.get(State.REJECTED, 0),
        granted=sum(n for n, _amount in granted),
        approved=sum((amount for _n, amount in granted), ZERO),
        committed=committed,
        paid=paid,
        budget=budget,
    )
