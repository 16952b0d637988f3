"""Sending an uploaded file to somebody who may see it."""

from django.http import FileResponse

from accounts.models import StoredFile
from portal.lib.private_files import send


def send_file(stored: StoredFile) -> FileResponse:
    """The file under the name it was uploaded with: shown where browsers can, else handed over.

    The caller has checked that the visitor may see it.
    """
    is_shown = stored.is_pdf or stored.is_image
    return send(
        stored.file,
        filename=stored.name,
        as_attachment=not is_shown,
        content_type=stored.mime if is_shown else "application/octet-stream",
    )
