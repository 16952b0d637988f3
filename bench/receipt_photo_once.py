"""One photo of a receipt read in a process of its own, so that the peak of memory is its own.

Prints the resident MiB before and at the peak.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from django.core.files import File  # noqa: E402 - needs Django set up

from bench.measure import resident  # noqa: E402
from portal.lib.photos.receipt import read_receipt  # noqa: E402


def main(path: str) -> None:
    before = resident()
    with open(path, "rb") as photo:
        read_receipt(File(photo))
    print(before, resident())


if __name__ == "__main__":
    main(sys.argv[1])
