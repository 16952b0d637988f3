"""Files that applicants add to an application."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import StoredFile

from .application import Application

_REFUSE_WHEN_SUBMITTED = """
    IF NOT EXISTS (
        SELECT 1 FROM programs_application
        WHERE id = {row}.application_id AND state IN ('draft', 'returned')
    ) AND EXISTS (SELECT 1 FROM programs_application WHERE id = {row}.application_id) THEN
        RAISE EXCEPTION 'attachments of a submitted application are frozen';
    END IF;
    RETURN {row};
"""


class Attachment(StoredFile):
    """A file in one slot of an application."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="attachments"
    )
    slot = models.CharField(_("材料"), max_length=40)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_carried = models.BooleanField(_("沿用上年"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("申报材料")
        ordering = ["slot", "position", "pk"]
        indexes = [models.Index(fields=["sha256"], name="attachment_by_content")]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_insert",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_REFUSE_WHEN_SUBMITTED.format(row="NEW"),
            ),
            pgtrigger.Trigger(
                name="frozen_delete",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=_REFUSE_WHEN_SUBMITTED.format(row="OLD"),
            ),
            pgtrigger.Protect(
                name="content_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("file", "sha256", "slot", "application", "name"),
            ),
        ]
