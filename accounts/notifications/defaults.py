"""The wording that notifications start with, from `accounts/data/notifications.toml`."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from accounts.models import NotificationTemplate

FILE = Path(__file__).parents[1] / "data" / "notifications.toml"


def default_wordings() -> Iterator[tuple[str, str, str, str]]:
    """(kind, medium, subject, body) of every text in the file."""
    for kind, texts in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        for medium in NotificationTemplate.Medium.values:
            if body := texts.get(medium):
                subject = "" if medium == NotificationTemplate.Medium.SMS else texts["subject"]
                yield kind, medium, subject, body.strip()


@cache
def default_templates() -> dict[tuple[str, str], NotificationTemplate]:
    """Unsaved templates, for kinds that the database does not hold yet."""
    return {
        (kind, medium): NotificationTemplate(kind=kind, medium=medium, subject=subject, body=body)
        for kind, medium, subject, body in default_wordings()
    }
