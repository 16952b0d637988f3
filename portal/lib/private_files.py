"""Sending what only some may see."""

from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

#: The file alone: no scripts, no plug-ins, nothing from elsewhere. Browsers' PDF viewers need
#: their own styles.
FILE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self';"
    " frame-ancestors 'self'"
)


def send(stored: FieldFile, **options: Any) -> FileResponse:
    """The file by itself, in our own frames at most, kept by no cache.

    The caller has checked that the visitor may see it. Http404 when the storage has lost it.
    """
    try:
        content = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, **options)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
