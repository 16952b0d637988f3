"""Writing the audit log."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User

REVEAL_DOCUMENT = "reveal_document"
MIN_REASON = 4  # characters


def record(
    actor: User | None,
    action: str,
    subject: models.Model | None = None,
    detail: dict[str, Any] | None = None,
    address: str | None = None,
) -> AuditEntry:
    """Adds one line to the audit log; call it inside the transaction of the change.

    `action` is a short verb such as `update_profile`. `detail` must be JSON and hold nothing
    personal in plain: mask it first.
    """
    return AuditEntry.objects.create(
        actor=actor,
        action=action,
        subject_type=str(subject._meta.model_name) if subject else "",
        subject_id=str(subject.pk) if subject else "",
        address=address,
        detail=detail or {},
    )


@transaction.atomic
def reveal(
    actor: User, subject: models.Model, field: str, reason: str, address: str | None = None
) -> str:
    """The plain value of a masked field, after writing down who wanted to see it and why.

    The caller has checked that the actor may see the subject. Raises ValidationError without a
    reason worth reading.
    """
    stated = reason.strip()
    if len(stated) < MIN_REASON:
        raise ValidationError(_("请写明查看原因（至少4个字），将记入审计日志。"), code="reason")
    record(actor, REVEAL_DOCUMENT, subject, {"field": field, "reason": stated}, address)
    return str(getattr(subject, field))
