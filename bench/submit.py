"""Submission: our door against the same rows written by bare psycopg2 in one transaction.

The bound is on the door alone, for a draft with its ten attachments that stands already. The whole
of it, a person from nothing to submitted in one commit, is printed beside it.
"""

import secrets
import statistics
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import psycopg2.extensions
from django.db import connection, transaction
from psycopg2.extras import Json

from bench.measure import Ratio, no_collection, seconds
from programs.models import Application, Attachment
from tests.factories import (
    draft_person_application,
    person_answers,
    submit,
    submitted_unit,
)

ATTACHMENTS = 10
ROUNDS, WARM_UP = 40, 5
#: Where a filing writes, in an order that keys allow, and by what newer rows are told.
TABLES = {
    "programs_application": "id",
    "programs_attachment": "id",
    "programs_transition": "id",
    "programs_submission": "id",
    "programs_uniqueclaim": "id",
    "programs_document": "id",
    "accounts_notification": "id",
    "accounts_delivery": "created_at",
}
Row = dict[str, Any]


def run() -> Iterator[Ratio]:
    unit = submitted_unit()
    with no_collection():
        whole = _whole(unit)
    yield whole
    with no_collection():
        door = _door(unit)
    yield door


def _whole(unit: Application) -> Ratio:
    rows = _rows_written_by(lambda: _file(unit))
    raw = _raw_connection()
    ours, limit = [], []
    for _ in range(ROUNDS + WARM_UP):
        prepared = _clone(rows, None)
        ours.append(seconds(partial(_file, unit)))
        limit.append(seconds(partial(_write, raw, prepared)))
    raw.close()
    name = f"file a person with {ATTACHMENTS} attachments (bare psycopg2 = 1)"
    return _ratio(name, ours, limit, rows)


def _door(unit: Application) -> Ratio:
    drafts = [_draft(unit) for _ in range(2 * (ROUNDS + WARM_UP) + 1)]
    model = drafts.pop()
    rows = _rows_written_by(lambda: submit(model))
    model.refresh_from_db()
    raw = _raw_connection()
    ours, limit = [], []
    for _ in range(ROUNDS + WARM_UP):
        mine, theirs = drafts.pop(), drafts.pop()
        prepared = _clone(rows, theirs)
        ours.append(seconds(partial(submit, mine)))
        limit.append(seconds(partial(_write, raw, prepared, model, theirs)))
    raw.close()
    name = "submit a draft that stands (bare psycopg2 = 1)"
    return _ratio(name, ours, limit, rows, bound=1 / 0.3)


def _ratio(
    name: str,
    ours: list[float],
    limit: list[float],
    rows: dict[str, list[Row]],
    bound: float | None = None,
) -> Ratio:
    written = sum(len(found) for found in rows.values())
    note = f"{written} rows inserted in one commit"
    mine, raw = (statistics.median(times[WARM_UP:]) for times in (ours, limit))
    return Ratio(name, mine, raw, bound, note)


def _file(unit: Application) -> Application:
    """A person from nothing to submitted, all in one commit."""
    with transaction.atomic():
        return submit(_draft(unit))


def _draft(unit: Application) -> Application:
    """A complete draft; its files are rows only, since the storage is not what is measured."""
    answers = person_answers()
    draft = draft_person_application(unit, complete=False, **answers)
    required = [slot.key for slot in draft.form.visible_slots(answers) if slot.required]
    slots = required + [required[-1]] * (ATTACHMENTS - len(required))
    Attachment.objects.bulk_create(
        Attachment(
            application=draft,
            slot=slot,
            file=f"attachment/{secrets.token_hex(16)}.pdf",
            name="scan.pdf",
            mime="application/pdf",
            size=1000,
            sha256=secrets.token_hex(32),
            uploaded_by=unit.created_by,
        )
        for slot in slots
    )
    return draft


def _rows_written_by(work: Callable[[], object]) -> dict[str, list[Row]]:
    """Does the work once and reads back every row that it added."""
    with connection.cursor() as cursor:
        before = {}
        for table, order in TABLES.items():
            cursor.execute(f"SELECT max({order}) FROM {table}")
            before[table] = cursor.fetchone()[0]
        work()
        return {
            table: _rows_after(cursor, table, order, before[table])
            for table, order in TABLES.items()
        }


def _rows_after(cursor: Any, table: str, order: str, last: Any) -> list[Row]:
    newer = f"WHERE {order} > %s" if last is not None else ""
    cursor.execute(f"SELECT * FROM {table} {newer}", [last] if newer else [])
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _clone(rows: dict[str, list[Row]], target: Application | None) -> dict[str, list[Row]]:
    """The same rows once more, with fresh keys where they must differ."""
    fresh: dict[str, Callable[[Any], Any]] = {
        "token": lambda _old: secrets.token_urlsafe(24),
        "code": lambda _old: secrets.token_hex(8),
        "value": lambda _old: secrets.token_hex(32),
        "number": lambda _old: secrets.token_hex(8),
        "id_doc_hash": lambda _old: secrets.token_hex(32),
        "file": lambda old: old and f"attachment/{secrets.token_hex(16)}.pdf",
    }
    if target:
        fresh["application_id"] = lambda _old: target.pk
    cloned: dict[str, list[Row]] = {}
    for table, found in rows.items():
        cloned[table] = []
        for row in found:
            clone = {key: fresh[key](old) if key in fresh else old for key, old in row.items()}
            clone["id"] = str(uuid.uuid4()) if table == "accounts_delivery" else None
            cloned[table].append(clone)
    return cloned


def _raw_connection() -> psycopg2.extensions.connection:
    wrapper = connection.copy()
    return wrapper.get_new_connection(wrapper.get_connection_params())


def _write(
    raw: psycopg2.extensions.connection,
    rows: dict[str, list[Row]],
    model: Application | None = None,
    target: Application | None = None,
) -> None:
    """Every row by a statement of its own, and the update of a draft that stands; then commit."""
    with raw.cursor() as cursor:
        keys: dict[str, Any] = {}
        if model and target:
            cursor.execute(
                "UPDATE programs_application SET state = %s, stage = %s, office_id = %s,"
                " stage_entered_at = now(), due_on = %s, proposed_amount = %s,"
                " amount_working = %s, submitted_at = now(), updated_at = now() WHERE id = %s",
                [model.state, model.stage, model.office_id, model.due_on, model.proposed_amount,
                 Json(model.amount_working), target.pk],
            )  # fmt: skip
        submitted: Row = {}
        for table, found in rows.items():
            for row in found:
                if table == "programs_application":
                    submitted, row = row, {**row, **_AS_DRAFT}
                keys[table] = _insert(cursor, table, _linked(row, keys))
        if submitted:
            changed = {key: submitted[key] for key in (*_AS_DRAFT, "office_id", "due_on")}
            columns = ", ".join(f"{key} = %s" for key in changed)
            cursor.execute(
                f"UPDATE programs_application SET {columns} WHERE id = %s",
                [*changed.values(), keys["programs_application"]],
            )
        cursor.execute(_GATHERED)
    raw.commit()


#: The waiting messages to the clerk, which speak of one more.
_GATHERED = """
UPDATE accounts_delivery SET count = count + 1
WHERE state = 'queued' AND attempts = 0 AND gather_key <> ''
"""

#: Attachments can be added to a draft only: bare psycopg2, too, files in two steps.
_AS_DRAFT: Row = {"state": "draft", "stage": "", "submitted_at": None, "stage_entered_at": None}


def _linked(row: Row, keys: dict[str, Any]) -> Row:
    """The row with its foreign keys set to what was inserted before it."""
    parents = {
        "application_id": "programs_application",
        "transition_id": "programs_transition",
        "notification_id": "accounts_notification",
    }
    links = {
        column: keys[table]
        for column, table in parents.items()
        if row.get(column) is not None and table in keys
    }
    written = {**row, **links}
    return {k: v for k, v in written.items() if v is not None and k not in GENERATED}


#: What the database writes by itself.
GENERATED = frozenset({"search_text"})


def _insert(cursor: Any, table: str, row: Row) -> Any:
    columns = ", ".join(row)
    places = ", ".join(["%s"] * len(row))
    values = [Json(value) if isinstance(value, (dict, list)) else value for value in row.values()]
    cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING id", values)
    return cursor.fetchone()[0]
