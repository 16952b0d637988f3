"""Before the demo answers: migrate, load the programmes, seed people into an empty database.

One process for all, because starting Django costs more than the steps themselves.
"""

import io
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    django.setup()
    print("prepare: bringing the tables up to date")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_programs")
    call_command("load_divisions")
    if not get_user_model().objects.exists():
        print("prepare: filling the empty database with demo data (once)")
        call_command("seed_demo")
    logins = io.StringIO()
    call_command("demo_logins", stdout=logins)
    (settings.RUN_DIR / "logins.txt").write_text(logins.getvalue())


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
