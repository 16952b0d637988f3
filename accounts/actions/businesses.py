"""What an operator may be allowed to do: the items there are."""

import tomllib
from pathlib import Path

from accounts.models import Business

FILE = Path(__file__).resolve().parents[1] / "data" / "businesses.toml"
AFTER_NAMED_ITEMS = 100


def load_businesses() -> None:
    """Creates or renames the named items; programmes add theirs when they are loaded."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["items"]
    for position, row in enumerate(rows):
        store_business(**row, position=position)


def store_business(code: str, name: str, name_en: str, position: int = AFTER_NAMED_ITEMS) -> None:
    Business.objects.update_or_create(
        code=code, defaults={"name": name, "name_en": name_en, "position": position}
    )
