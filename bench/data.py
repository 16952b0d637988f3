"""Many applications, written by the database itself."""

from django.db import connection

from accounts.models import User
from programs.models import Application, Call
from programs.states import State
from tests.factories import make_clerk, open_call, submitted_unit

UNITS = 400
#: Shares of the states in a year that is half reviewed, in percent.
SHARES = {
    State.PENDING_REVIEW: 3,
    State.RETURNED: 4,
    State.REJECTED: 8,
    State.APPROVED: 80,
    State.DRAFT: 5,
}

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红娥玲芬燕梅莉欣怡梓涵浩宇轩然博文子墨"
)

_FILL = """
INSERT INTO programs_application (
    number, call_id, version_id, part, unit_id, unit_name, unit_application_id, district_id,
    name, id_doc_type, id_doc_hash, id_doc_tail, answers, edits, revision, state, stage, office_id,
    stage_entered_at, due_on, proposed_amount, amount_working, approved_amount, created_by_id,
    created_at, updated_at, submitted_at, decided_at)
SELECT 'BN' || to_char(serial, 'FM000000000'), parent.call_id, parent.version_id, 'person',
    parent.unit_id, parent.unit_name, parent.id, parent.district_id,
    substr(%(surnames)s, 1 + (serial %% 20)::int, 1)
        || substr(%(given)s, 1 + (serial / 7 %% 50)::int, 1)
        || substr(%(given)s, 1 + (serial / 11 %% 50)::int, 1),
    'resident_id', md5('a' || serial) || md5('b' || serial), to_char(serial %% 10000, 'FM0000'),
    '{}', '{}', 1, kind.state,
    CASE kind.state WHEN 'pending_review' THEN 'district_review' ELSE '' END,
    office.id, at.moment, current_date + 10, 40000, '[]',
    CASE kind.state WHEN 'approved' THEN 40000 END, parent.created_by_id,
    at.moment, at.moment,
    CASE kind.state WHEN 'draft' THEN NULL ELSE at.moment END,
    CASE WHEN kind.state IN ('approved', 'rejected') THEN at.moment + interval '9 days' END
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS serial
CROSS JOIN LATERAL (
    SELECT now() - serial * interval '30 seconds' AS moment
) AS at
JOIN bench_parent AS parent ON parent.position = serial %% %(units)s
JOIN bench_state AS kind ON kind.percentile = (serial * 37) %% 100
JOIN accounts_office AS office
    ON office.kind = 'talent_office' AND office.district_id = parent.district_id
"""


def make_companies() -> User:
    """The companies under which everybody files; returns the clerk of the first."""
    call = open_call()
    clerks = [make_clerk() for _ in range(3)]
    parents = [submitted_unit(call, clerk) for clerk in clerks]
    _spread_parents(parents[0], call)
    return clerks[0]


def _spread_parents(model: Application, call: Call) -> None:
    """`UNITS` companies over all districts, each with its part submitted."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_unit (uscc, name, type, district_id, address,
                legal_representative, industry, contact_name, contact_phone, contact_email,
                bank_name, affiliation, created_at, updated_at)
            SELECT 'BENCH' || to_char(n, 'FM0000000000000'),
                '苏州' || substr(%s, 1 + n %% 50, 2) || substr(%s, 1 + n / 9 %% 49, 1)
                    || '科技有限公司' || n,
                'enterprise', d.code, '', '', '', '', '', '', '', '', now(), now()
            FROM generate_series(1, %s) AS n
            JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS place
                  FROM accounts_district) AS d ON d.place = n %% 10
            """,
            [_GIVEN, _GIVEN, UNITS],
        )
        cursor.execute(
            """
            INSERT INTO programs_application (number, call_id, version_id, part, unit_id,
                unit_name, district_id, name, id_doc_type, id_doc_hash, id_doc_tail, answers,
                edits, revision, state, stage, office_id, amount_working, created_by_id,
                created_at, updated_at, submitted_at)
            SELECT 'BU' || u.id, %s, %s, 'unit', u.id, u.name, u.district_id, '', '', '', '',
                '{}', '{}', 1, 'approved', '', NULL, '[]', %s, now(), now(), now()
            FROM accounts_unit AS u WHERE u.uscc LIKE 'BENCH%%'
            """,
            [call.pk, call.version_id, model.created_by_id],
        )
        cursor.execute(
            """
            CREATE TEMPORARY TABLE bench_parent AS
            SELECT *, row_number() OVER (ORDER BY id) - 1 AS position
            FROM programs_application WHERE number LIKE 'BU%'
            """
        )
        cursor.execute("CREATE TEMPORARY TABLE bench_state (percentile int, state text)")
        states = [state for state, share in SHARES.items() for _ in range(share)]
        for percentile, state in enumerate(states):
            cursor.execute("INSERT INTO bench_state VALUES (%s, %s)", [percentile, state])


def fill(first: int, last: int) -> None:
    """Applications number `first` to `last`, indexes rebuilt in one go, statistics fresh."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'programs_application' AND indexdef LIKE '%USING gin%'"
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(
            _FILL,
            {
                "first": first,
                "last": last,
                "units": UNITS,
                "surnames": _SURNAMES,
                "given": _GIVEN,
            },
        )
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE programs_application")
