"""Why a file was not accepted."""

from django.core.exceptions import ValidationError


class UploadRefused(ValidationError):
    """A sentence for the person who uploaded the file; `code` tells the cases apart."""
