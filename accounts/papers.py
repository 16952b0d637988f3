"""Papers that people hand in: scans, photos, and what they have as PDF."""

from typing import Any

from django.core.files import File

from portal.lib.uploads import CheckedFile, check_upload
from portal.lib.uploads.check import MEBIBYTE

TYPES = ("pdf", "jpg", "png")
MAX_BYTES = 10 * MEBIBYTE
ACCEPT = ".pdf,.jpg,.jpeg,.png"  # what the browser offers to choose


def check_paper(file: "File[Any]") -> CheckedFile:
    """What may be kept. Raises UploadRefused."""
    return check_upload(file, types=TYPES, max_bytes=MAX_BYTES)
