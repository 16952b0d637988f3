"""The chain of the audit log: made, checked, and its oldest part put away."""

import datetime as dt
import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

import pgtrigger
from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone

from accounts.models import AuditArchive, AuditEntry, AuditLink
from portal.lib.locks import serialise
from portal.lib.sql import rows

LOCK = "audit chain"
PER_RUN = 5000
CHUNK = 2000
#: A transaction that commits late has a line older than the newest link; not older than this many.
LATE = 20_000
UNLINKED_FOR = dt.timedelta(minutes=10)
TRIGGERS = ("accounts.AuditLink:append_only", "accounts.AuditEntry:append_only")


@dataclass
class Verdict:
    """What a check of the chain has found."""

    rows: int = 0
    head: str = ""
    problems: list[str] = field(default_factory=list)


@transaction.atomic
def link_new() -> int:
    """Appends lines without a link to the chain, the oldest first; returns how many."""
    serialise(LOCK)
    position, previous = _end()
    newest = AuditLink.objects.aggregate(newest=Max("entry_id"))["newest"] or 0
    waiting = AuditEntry.objects.filter(link__isnull=True, pk__gt=newest - LATE)
    links = []
    for entry in waiting.order_by("pk")[:PER_RUN]:
        position, previous = position + 1, digest(previous, entry)
        links.append(AuditLink(entry=entry, position=position, hash=previous))
    AuditLink.objects.bulk_create(links)
    return len(links)


def verify() -> Verdict:
    """Walks the whole chain and says where it does not hold."""
    archived = AuditArchive.objects.last()
    position = archived.last_position if archived else 0
    verdict = Verdict(head=archived.last_hash if archived else "")
    links = AuditLink.objects.select_related("entry").order_by("position")
    for link in links.iterator(chunk_size=CHUNK):
        position += 1
        if link.position != position:
            verdict.problems.append(f"{position}—{link.position - 1}: missing")
            position = link.position
        elif link.hash != digest(verdict.head, link.entry):
            verdict.problems.append(f"{position}: changed (entry {link.entry_id})")
        verdict.rows, verdict.head = verdict.rows + 1, link.hash
    since = timezone.now() - UNLINKED_FOR
    forgotten = AuditEntry.objects.filter(link__isnull=True, at__lt=since).count()
    if forgotten:
        verdict.problems.append(f"{forgotten} lines without a link: is the clock running?")
    return verdict


@transaction.atomic
def archive(days: int) -> AuditArchive | None:
    """Puts the lines older than that into a file and takes them out of the table."""
    serialise(LOCK)
    cutoff = timezone.now() - dt.timedelta(days=days)
    young = AuditLink.objects.filter(entry__at__gte=cutoff).order_by("position").first()
    links = AuditLink.objects.select_related("entry").order_by("position")
    old = links.filter(position__lt=young.position) if young else links
    last = old.last()
    if last is None:
        return None
    span = old.aggregate(rows=Count("pk"), first_at=Min("entry__at"), last_at=Max("entry__at"))
    row = AuditArchive(last_position=last.position, last_hash=last.hash, **span)
    with tempfile.TemporaryFile() as packed:
        _pack(old.iterator(chunk_size=CHUNK), packed)
        packed.seek(0)
        row.sha256 = hashlib.file_digest(packed, "sha256").hexdigest()
        row.file.save("audit.jsonl.gz", File(packed), save=False)
    row.save()
    with pgtrigger.ignore(*TRIGGERS):
        rows(_TAKE_OUT, [row.last_position])
    return row


#: Done where the lines are: the ORM would read them all before it deletes them.
_TAKE_OUT = """
WITH links AS (DELETE FROM accounts_auditlink WHERE position <= %s RETURNING entry_id),
entries AS (DELETE FROM accounts_auditentry WHERE id IN (SELECT entry_id FROM links) RETURNING id)
SELECT count(*) FROM entries
"""


def digest(previous: str, entry: AuditEntry) -> str:
    """The hash of a line in the chain."""
    text = json.dumps(_values(entry), cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _values(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "at": entry.at.astimezone(dt.UTC).isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "address": entry.address,
        "detail": entry.detail,
    }


def _end() -> tuple[int, str]:
    """Position and hash after which the chain goes on."""
    last = AuditLink.objects.last()
    if last:
        return last.position, last.hash
    archived = AuditArchive.objects.last()
    return (archived.last_position, archived.last_hash) if archived else (0, "")


def _pack(links: Iterable[AuditLink], target: IO[bytes]) -> None:
    """Line by line: memory stays flat however many there are."""
    with gzip.GzipFile(fileobj=target, mode="wb", mtime=0) as file:
        for link in links:
            row = {**_values(link.entry), "position": link.position, "hash": link.hash}
            line = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
            file.write(f"{line}\n".encode())
