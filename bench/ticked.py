"""Submitting 200 ticked people against 20: the request that takes them, and each person's share of
the worker's time. Neither may grow with the list, nor may the queries of a person."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count as numbered
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.measure import Ratio, seconds
from programs.actions.submissions import run_batch
from programs.models import Application, BatchSubmission
from tests.factories import (
    draft_person_application,
    make_clerk,
    open_call,
    resident_id,
    submitted_unit,
)

FEW, MANY = 20, 200
ROUNDS = 3
REQUEST, PERSON = 3.0, 1.5
#: There are not enough identity cards for one birthday.
_numbers = numbered()


@dataclass(frozen=True)
class Taken:
    """What so many people took: seconds and queries of the request, and of the worker."""

    request: float
    asked: int
    work: float
    worked: int


def run() -> Iterator[Ratio]:
    clerk = make_clerk()
    part = submitted_unit(open_call(), clerk)
    client = Client()
    client.force_login(clerk)
    _submit(client, part, FEW)  # what changes rarely stays in the process
    rounds = [(_submit(client, part, FEW), _submit(client, part, MANY)) for _ in range(ROUNDS)]
    few, many = rounds[-1]
    same = few.asked == many.asked
    yield Ratio(
        f"request with {MANY} ticked : with {FEW}",
        min(after.request for _before, after in rounds),
        min(before.request for before, _after in rounds),
        REQUEST if same else 0,
        f"{many.asked} queries, {few.asked} before",
    )
    each = (many.worked - few.worked) / (MANY - FEW)
    work = min(after.work for _before, after in rounds) / MANY
    yield Ratio(
        f"a person of {MANY} submitted : of {FEW}",
        work,
        min(before.work for before, _after in rounds) / FEW,
        PERSON if each.is_integer() else 0,
        f"{each:g} queries a person, {1 / work:.0f} people a second",
    )


def _submit(client: Client, part: Application, count: int) -> Taken:
    people = [_draft(part) for _ in range(count)]
    url = reverse("programs:submit_many", args=[part.call.program.slug, part.call.year])
    ticked = {"number": [person.number for person in people]}
    asked, worked = Counter(), Counter()
    with connection.execute_wrapper(asked):
        request = seconds(lambda: client.post(url, ticked))
    batch = BatchSubmission.objects.latest("pk")
    with connection.execute_wrapper(worked):
        work = seconds(lambda: run_batch(batch.pk))
    assert batch.rows.filter(state="done").count() == count
    return Taken(request, asked.queries, work, worked.queries)


def _draft(part: Application) -> Application:
    born = dt.date(1980, 1, 1) + dt.timedelta(days=next(_numbers) // 100)
    return draft_person_application(
        part, id_doc_number=resident_id(born), birth_date=born.isoformat()
    )


class Counter:
    """Counts queries; Django's own log ends at nine thousand."""

    queries = 0

    def __call__(self, execute: Any, *statement: Any) -> Any:
        self.queries += 1
        return execute(*statement)
