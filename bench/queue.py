"""The review desk's queue at a million applications against the same page at ten thousand."""

import re
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.second_factor import enrol_totp, new_secret
from bench.data import fill, make_companies
from bench.measure import Ratio, median_of
from tests.factories import city_office, make_reviewer

QUEUE = "/admin/reviews/reviewitem/"
SMALL, LARGE = 10_000, 1_000_000
BOUND = 1.5
#: What a reviewer of the city looks at: everything, in every way.
PAGES = {
    "first page": "?tab=all",
    "filtered by state and district": "?tab=granted&district=320583",
    "searched by part of a name (2 characters)": "?tab=all&q=伟芳",
    "searched by part of a company": "?tab=all&q=芳娜",
    "deep page": "?tab=all&p=last",
}


def run() -> Iterator[Ratio]:
    make_companies()
    client = _reviewer()
    fill(1, SMALL)
    small = {name: _measure(client, query) for name, query in PAGES.items()}
    fill(SMALL + 1, LARGE)
    for name, query in PAGES.items():
        seconds, queries, rows = _measure(client, query)
        before, queries_before, rows_before = small[name]
        same = "same" if queries == queries_before else f"{queries_before} before: FAILED"
        note = f"{queries} queries ({same}), {rows} rows shown ({rows_before} before)"
        bound = BOUND if queries == queries_before else 0
        yield Ratio(f"queue, {name}, 1 000 000 : 10 000", seconds, before, bound, note)


def _reviewer() -> Client:
    reviewer = make_reviewer(city_office())
    enrol_totp(reviewer, new_secret())
    client = Client()
    client.force_login(reviewer)
    return client


def _measure(client: Client, query: str) -> tuple[float, int, int]:
    """Seconds, queries and rows shown of one page of the queue."""
    response = client.get(QUEUE + query)
    assert response.status_code == 200, response.status_code
    rows = len(re.findall(r'name="_selected_action"', response.content.decode()))
    with CaptureQueriesContext(connection) as captured:
        client.get(QUEUE + query)
    queries = len(captured)  # every further request empties the log
    return median_of(lambda: client.get(QUEUE + query)), queries, rows
