"""What every uploaded file has in common."""

import uuid
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def random_key(instance: models.Model, filename: str) -> str:
    """A storage key that tells nothing and cannot be guessed; the name lives in the database."""
    key = uuid.uuid4().hex
    suffix = PurePosixPath(filename).suffix.lower()
    return f"{instance._meta.model_name}/{key[:2]}/{key}{suffix}"


class StoredFile(models.Model):
    """A private file, checked by content before it was stored."""

    class Scan(models.TextChoices):
        PENDING = "pending", _("待查毒")
        CLEAN = "clean", _("安全")
        INFECTED = "infected", _("含病毒")

    file = models.FileField(upload_to=random_key, max_length=120)
    thumbnail = models.FileField(upload_to=random_key, max_length=120, blank=True)
    name = models.CharField(_("文件名"), max_length=200)
    mime = models.CharField(max_length=80)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField(_("页数"), default=1)
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.CLEAN)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_pdf(self) -> bool:
        return self.mime == "application/pdf"

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")
