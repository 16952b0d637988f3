"""`make run`: everything local, secrets made once and kept beside the data."""

import base64
import os
import secrets
from pathlib import Path

from portal.settings.base import *
from portal.settings.base import DATA_DIR
from portal.settings.env import FIELD_KEY_BYTES, NOT_FOR_PRODUCTION


def kept(path: Path, fresh: str) -> str:
    """The secret in `path`, written there on the first start. Two starts at once agree on one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(fresh)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def fresh_field_key() -> str:
    """A key that works like any other and tells production what it is."""
    mark = NOT_FOR_PRODUCTION.encode()
    return base64.urlsafe_b64encode(
        mark + secrets.token_bytes(FIELD_KEY_BYTES - len(mark))
    ).decode()


DEMO = True
SECRET_KEY = kept(
    DATA_DIR / "secrets" / "secret_key", f"{NOT_FOR_PRODUCTION}-{secrets.token_urlsafe(50)}"
)
FIELD_KEYS = [kept(DATA_DIR / "secrets" / "field_key", fresh_field_key())]
ALLOWED_HOSTS = ["*"]
