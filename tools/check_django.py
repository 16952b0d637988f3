"""What only Django can check: models without a migration, settings unfit for production.

Runs inside `python -m portal.local exec`, because `makemigrations` asks the database.
"""

import os
import secrets
import subprocess
import sys
from pathlib import Path

MANAGE = Path(__file__).resolve().parents[1] / "manage.py"


def production_environment() -> dict[str, str]:
    """What a complete production server sets, with secrets made for this one run."""
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "portal.example",
        "SITE_URL": "https://portal.example",
        "EMAIL_URL": "smtp+tls://portal:secret@mail.example",
    }


def manage(*arguments: str, **environment: str) -> int:
    command = [sys.executable, str(MANAGE), *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def main() -> int:
    codes = [
        manage("makemigrations", "--check", "--dry-run"),
        manage("check", "--deploy", "--fail-level", "WARNING", **production_environment()),
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
