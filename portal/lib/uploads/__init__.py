"""Uploaded files: checked by parsers that read them, not by what they call themselves.

    checked = check_upload(file, types=("pdf", "jpg"), max_bytes=10 * 1024 * 1024)
    attachment.file.save(new_token(), checked.content)

`clamd` looks for viruses; it is separate because it may be slow or down.
"""

from portal.lib.uploads.check import CheckedFile, check_upload
from portal.lib.uploads.names import safe_filename
from portal.lib.uploads.preview import render_pdf_page, thumbnail
from portal.lib.uploads.refused import UploadRefused

__all__ = [
    "CheckedFile",
    "UploadRefused",
    "check_upload",
    "render_pdf_page",
    "safe_filename",
    "thumbnail",
]
