"""The chain of the audit log: made, checked, and its oldest part put away."""

import datetime as dt
import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pgtrigger
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import AuditArchive, AuditEntry, AuditLink
from portal.lib.locks import serialise

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
    old = list(links.filter(position__lt=young.position) if young else links)
    if not old:
        return None
    content = _packed(old)
    row = AuditArchive(
        sha256=hashlib.sha256(content).hexdigest(),
        rows=len(old),
        first_at=min(link.entry.at for link in old),
        last_at=max(link.entry.at for link in old),
        last_position=old[-1].position,
        last_hash=old[-1].hash,
    )
    row.file.save("audit.jsonl.gz", ContentFile(content), save=False)
    row.save()
    with pgtrigger.ignore(*TRIGGERS):
        AuditLink.objects.filter(position__lte=row.last_position).delete()
        AuditEntry.objects.filter(pk__in=[link.entry_id for link in old]).delete()
    return row


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


def _packed(links: Iterable[AuditLink]) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        for line in _lines(links):
            file.write(line.encode())
    return buffer.getvalue()


def _lines(links: Iterable[AuditLink]) -> Iterator[str]:
    for link in links:
        row = {**_values(link.entry), "position": link.position, "hash": link.hash}
        yield json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n"
