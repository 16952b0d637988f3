"""`python -m bench [name …]`: prints every ratio; exits with 1 when one is over its bound.

Each benchmark gets a database server of its own: none finds what another has left.
"""

import argparse
import os
import subprocess
import sys
from importlib import import_module

import django
from django.core.management import call_command

from bench.measure import Ratio

NAMES = (
    *("submit", "ticked", "pages", "queue", "call_statistics", "award_notice"),
    *("export", "receipt_photo", "roster"),
)
SERVER = (sys.executable, "-m", "portal.local", "exec", "--durable", "--")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--here", action="store_true", help="in the database that is set")
    wanted = parser.parse_args()
    names = wanted.names or NAMES
    if wanted.here:
        return 1 if [name for name in names if not _run(name)] else 0
    print("ratio of medians, ours to the limit, taking turns in one run", flush=True)
    again = (sys.executable, "-m", "bench", "--here")
    return max(subprocess.call([*SERVER, *again, name]) for name in names)


def _run(name: str) -> bool:
    """Whether every ratio keeps its bound."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    call_command("migrate", verbosity=0)
    found: list[Ratio] = []
    for ratio in import_module(f"bench.{name}").run():
        print(ratio, flush=True)
        found.append(ratio)
    return all(ratio.holds for ratio in found)


if __name__ == "__main__":
    sys.exit(main())
