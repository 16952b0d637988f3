"""`python -m bench [name …]`: prints every ratio; exits with 1 when one is over its bound."""

import argparse
import os
import sys
from importlib import import_module

import django
from django.core.management import call_command

from bench.measure import Ratio

NAMES = ("submit", "pages", "queue", "award_notice", "export", "receipt_photo", "roster")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(NAMES)}")
    wanted = parser.parse_args().names or NAMES
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    call_command("migrate", verbosity=0)
    print("ratio of medians, ours to the limit, taking turns in one run")
    results = [ratio for name in wanted for ratio in _run(name)]
    return 0 if all(ratio.holds for ratio in results) else 1


def _run(name: str) -> list[Ratio]:
    found = []
    for ratio in import_module(f"bench.{name}").run():
        print(ratio, flush=True)
        found.append(ratio)
    return found


if __name__ == "__main__":
    sys.exit(main())
