"""Keeping an upload of a visitor who has no account yet."""

import datetime as dt

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from accounts.actions.files import Stored, store
from accounts.models import StashedUpload, User
from portal.lib.client import session_key_of
from portal.lib.uploads import CheckedFile

KEPT_FOR = dt.timedelta(days=1)


def stash(session: SessionBase, slot: str, checked: CheckedFile) -> StashedUpload:
    """Keeps the file for the visitor; from now on it is the one found for the slot."""
    return store(StashedUpload(session_key=session_key_of(session), slot=slot), checked, None)


def find_stashed(session: SessionBase, slot: str) -> StashedUpload | None:
    """What the visitor has uploaded last for the slot."""
    kept = find_all_stashed(session, slot)
    return kept[-1] if kept else None


def find_all_stashed(session: SessionBase, slot: str) -> list[StashedUpload]:
    """What the visitor has uploaded for the slot, the oldest first."""
    if not session.session_key:
        return []
    mine = StashedUpload.objects.filter(session_key=session.session_key, slot=slot)
    return list(mine.order_by("pk"))


def discard_stashed(session: SessionBase, slot: str) -> None:
    """Deletes what the visitor has uploaded for the slot: something better comes."""
    for kept in find_all_stashed(session, slot):
        discard(kept)


def hand_over(kept: StashedUpload, row: Stored, user: User | None) -> Stored:
    """Saves the row with the kept file behind it; the file itself stays where it is.

    The caller has set what the row belongs to.
    """
    for name in ("name", "mime", "size", "sha256", "pages", "scan"):
        setattr(row, name, getattr(kept, name))
    row.file = kept.file.name
    row.uploaded_by = user
    row.save()
    kept.delete()
    return row


def purge_stash() -> int:
    """Deletes what nobody came back for; returns how many files."""
    abandoned = StashedUpload.objects.filter(created_at__lt=timezone.now() - KEPT_FOR)
    for kept in abandoned:
        discard(kept)
    return len(abandoned)


def discard(kept: StashedUpload) -> None:
    """Deletes one upload."""
    # First the row: a file without a row is waste, a row without its file is a lie.
    kept.delete()
    kept.file.delete(save=False)
