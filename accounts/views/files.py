"""Sending a private file to somebody who may see it."""

from django.http import FileResponse

from accounts.models import StoredFile


def send_file(stored: StoredFile) -> FileResponse:
    """The file, shown by the browser under the name it was uploaded with.

    The caller has checked that the visitor may see it.
    """
    response = FileResponse(stored.file.open("rb"), content_type=stored.mime, filename=stored.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
