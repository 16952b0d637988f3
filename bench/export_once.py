"""One export in a process of its own, so that the peak of its memory is the export's.

Prints the rows written, the seconds it took, and the resident MiB before and at the peak.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from bench.measure import resident, seconds  # noqa: E402 - needs Django set up
from programs.exports import write_sheet  # noqa: E402
from programs.models import Application  # noqa: E402
from programs.states import State  # noqa: E402


def main(path: str, limit: int) -> None:
    before = resident()
    approved = Application.objects.filter(part="person", state=State.APPROVED).order_by("pk")
    written: list[int] = []
    took = seconds(lambda: written.append(write_sheet(path, approved[:limit])))
    print(written[0], f"{took:.3f}", before, resident())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
