"""The statistics of a call with a million applications against one with ten thousand."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions.second_factor import enrol_totp, new_secret
from bench.data import fill, make_companies
from bench.measure import Ratio, median_of, seconds
from programs.models import Call
from reviews.jobs import count_large_calls
from tests.factories import make_staff

SMALL, LARGE = 10_000, 1_000_000
BOUND = 1.5

_LOG = """
INSERT INTO programs_transition (application_id, action, from_state, to_state, stage, comment, at)
SELECT a.id, step.action, 'draft', 'pending_review', step.stage, step.comment,
    a.submitted_at + step.after
FROM programs_application AS a
CROSS JOIN (VALUES
    ('submit', '', '', interval '0'),
    ('approve', 'district_review', '', interval '4 days'),
    ('approve', 'city_review', '', interval '9 days')
) AS step (action, stage, comment, after)
WHERE a.number LIKE 'BN%%' AND a.submitted_at IS NOT NULL AND a.id > %s
"""


def run() -> Iterator[Ratio]:
    make_companies()
    client = _manager()
    page = reverse("admin:reviews_statistic_change", args=[Call.objects.get().pk])
    _fill(1, SMALL)
    before, queries_before = _measure(client, page)
    _fill(SMALL + 1, LARGE)
    counting = seconds(count_large_calls)
    taken, queries = _measure(client, page)
    same = "fewer" if queries < queries_before else f"{queries_before} before: FAILED"
    note = f"{queries} queries ({same}); counted by the clock in {counting:.1f} s"
    bound = BOUND if queries < queries_before else 0
    yield Ratio("statistics of a call, 1 000 000 : 10 000", taken, before, bound, note)


def _fill(first: int, last: int) -> None:
    """Applications, each with the steps that it took."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) FROM programs_application")
        newest = cursor.fetchone()[0]
        fill(first, last)
        cursor.execute(_LOG, [newest])
        cursor.execute("VACUUM ANALYZE programs_transition")


def _manager() -> Client:
    staff = make_staff("program_manager")
    enrol_totp(staff, new_secret())
    client = Client()
    client.force_login(staff)
    return client


def _measure(client: Client, page: str) -> tuple[float, int]:
    """Seconds and queries of the page."""
    assert client.get(page).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    queries = len(captured)
    return median_of(lambda: client.get(page)), queries
