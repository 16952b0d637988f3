"""Uploads that wait until the form they belong to is complete."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .stored_file import StoredFile


class StashedUpload(StoredFile):
    """A file kept for a visitor without an account while other fields of the form are mended."""

    session_key = models.CharField(max_length=40)
    slot = models.CharField(max_length=30)

    class Meta:
        verbose_name = verbose_name_plural = _("暂存文件")
        indexes = [models.Index(fields=["session_key"], name="stashed_upload_session")]
