"""The audit log tells when it was tampered with, and keeps what the law wants kept."""

import datetime as dt
import gzip
import json
from collections.abc import Callable

import pgtrigger
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.actions.audit_chain import TRIGGERS, archive, link_new, verify
from accounts.models import AuditArchive, AuditEntry, AuditLink
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> list[AuditEntry]:
    person = make_person()
    written = [record(person, "update_profile", person, {"n": n}, "192.0.2.1") for n in range(5)]
    link_new()
    return written


def test_every_line_carries_the_hash_of_the_one_before(lines: list[AuditEntry]) -> None:
    found = list(AuditLink.objects.order_by("position"))

    assert [link.position for link in found] == list(range(1, len(found) + 1))
    assert len({link.hash for link in found}) == len(found)
    assert link_new() == 0
    verdict = verify()
    assert (verdict.rows, verdict.head, verdict.problems) == (len(found), found[-1].hash, [])
    call_command("verify_audit_log")


@pytest.mark.requirement("X-011")
def test_lines_cannot_be_changed_or_deleted(lines: list[AuditEntry]) -> None:
    attempts: tuple[Callable[[], object], ...] = (
        lambda: AuditEntry.objects.filter(pk=lines[2].pk).update(detail={}),
        lambda: AuditEntry.objects.filter(pk=lines[2].pk)._raw_delete("default"),
        lambda: AuditLink.objects.update(hash="0"),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_line_changed_behind_the_triggers_is_found(lines: list[AuditEntry]) -> None:
    with pgtrigger.ignore(*TRIGGERS):
        AuditEntry.objects.filter(pk=lines[2].pk).update(address="203.0.113.9")

    with pytest.raises(CommandError):
        call_command("verify_audit_log")
    assert len(verify().problems) == 1


def test_a_line_taken_out_is_found(lines: list[AuditEntry]) -> None:
    with pgtrigger.ignore(*TRIGGERS):
        AuditLink.objects.filter(entry=lines[2]).delete()
        AuditEntry.objects.filter(pk=lines[2].pk).delete()

    assert any("missing" in problem for problem in verify().problems)


def test_old_lines_move_to_an_archive_and_the_chain_goes_on(lines: list[AuditEntry]) -> None:
    head = verify().head
    later = timezone.now() + dt.timedelta(days=400)
    with time_machine.travel(later, tick=False):
        young = record(None, "sign_in", None, {})
        link_new()
        put_away = archive(365)

        assert put_away
        assert AuditArchive.objects.get().last_hash == head
        assert [entry.pk for entry in AuditEntry.objects.all()] == [young.pk]
        assert verify().problems == []
    rows = [json.loads(row) for row in gzip.decompress(put_away.file.read()).splitlines()]
    assert {entry.pk for entry in lines} <= {row["id"] for row in rows}
    assert rows[-1]["hash"] == head


def test_nothing_young_is_put_away(lines: list[AuditEntry]) -> None:
    assert archive(180) is None
    assert AuditEntry.objects.count() >= 5
