"""Storing an upload that has been checked."""

from typing import TypeVar

from accounts.models import StoredFile, User
from portal.lib.uploads import CheckedFile

Stored = TypeVar("Stored", bound=StoredFile)


def store(row: Stored, checked: CheckedFile, uploaded_by: User | None) -> Stored:
    """Saves the row with the file behind it; the caller has set what the row belongs to."""
    row.name = checked.clean_name
    row.mime = checked.mime
    row.size = checked.size
    row.sha256 = checked.sha256
    row.pages = checked.pages or 1
    row.uploaded_by = uploaded_by
    row.file.save(checked.clean_name, checked.content, save=False)
    row.save()
    return row
