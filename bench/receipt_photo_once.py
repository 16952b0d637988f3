"""One photo of a receipt read in a process of its own, so that the peak of memory is its own.

Prints the resident MiB before and at the peak.
"""

import os
import re
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from django.core.files import File  # noqa: E402 - needs Django set up

from portal.lib.photos.receipt import read_receipt  # noqa: E402


def resident() -> int:
    """The most memory that this process has had so far, in MiB.

    Of the kernel's own book: `ru_maxrss` begins with what the parent had when it forked, and the
    parent has drawn the photos.
    """
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) // 1024


def main(path: str) -> None:
    before = resident()
    with open(path, "rb") as photo:
        read_receipt(File(photo))
    print(before, resident())


if __name__ == "__main__":
    main(sys.argv[1])
