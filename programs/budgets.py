"""What calls have granted of their budgets, counted by the clock, so that pages only look at it."""

from collections.abc import Iterable

from django.db import connection

from portal.lib.dates import filing_year
from programs.models import Call
from programs.states import GRANTED

#: Calls of earlier years are counted no more.
YEARS = 2
_COUNT = """
UPDATE programs_call AS call SET granted = sums.total
FROM (
    SELECT c.id, COALESCE(sum(a.approved_amount), 0) AS total
    FROM programs_call AS c
    LEFT JOIN programs_application AS a ON a.call_id = c.id AND a.state = ANY(%s)
    WHERE c.id = ANY(%s) GROUP BY c.id
) AS sums
WHERE sums.id = call.id AND sums.total <> call.granted
"""


def count_granted(calls: Iterable[int] | None = None) -> None:
    """Counts these calls, or every one of the last years that has a budget."""
    if calls is None:
        recent = Call.objects.filter(budget__isnull=False, year__gt=filing_year() - YEARS)
        calls = recent.values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [sorted(GRANTED), list(calls)])
