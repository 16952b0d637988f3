"""Drawing a document that was ordered, and keeping it."""

import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation

from programs.models import Document

from .layouts import award_notice, certificate, receipt
from .ordering import LANGUAGE

LAYOUTS: dict[str, Callable[[Document], bytes]] = {
    Document.Kind.ACCEPTANCE_RECEIPT: receipt.draw,
    Document.Kind.AWARD_NOTICE: award_notice.draw,
    Document.Kind.CERTIFICATE: certificate.draw,
}


def draw(document: Document) -> bytes:
    """The document as PDF: the same bytes for the same row, in whatever language we are asked."""
    with translation.override(LANGUAGE):
        return LAYOUTS[document.kind](document)


def waiting_ids() -> list[int]:
    """The documents that wait to be drawn, the oldest first."""
    waiting = Document.objects.filter(state=Document.State.PENDING)
    return list(waiting.order_by("issued_at").values_list("pk", flat=True))


def render(document_id: int) -> bool:
    """Draws and stores one document that waits for it; whether it was us who did.

    Called twice, or by two workers at once, it is done once: the row is locked meanwhile. A worker
    that dies leaves the row waiting, and at worst a file that no row knows.
    """
    with transaction.atomic():
        waiting = Document.objects.filter(pk=document_id, state=Document.State.PENDING)
        document = waiting.select_for_update(skip_locked=True).first()
        if document is None:
            return False
        content = draw(document)
        document.file.save(f"{document.kind}.pdf", ContentFile(content), save=False)
        document.sha256 = hashlib.sha256(content).hexdigest()
        document.state = Document.State.VALID
        document.rendered_at = timezone.now()
        document.save(update_fields=["file", "sha256", "state", "rendered_at"])
    return True
