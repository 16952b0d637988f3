"""What an office does with a document that was issued."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import User
from portal.lib.dates import today
from programs.models import Application, Document
from programs.notifications import announce_revocation
from programs.rules.access import can_review
from programs.validity import lapse
from programs.workflow import Refused


@transaction.atomic
def revoke(document_id: int, reason: str, actor: User, address: str | None = None) -> Document:
    """Takes a document back: from now on the public check says so.

    The holder is told why; the reason goes to the audit log. Raises PermissionDenied for whoever
    does not decide for the office that issued it, Refused for one that counts no longer.
    """
    found = Document.objects.select_for_update(of=("self",)).select_related("application")
    document = found.get(pk=document_id)
    if not can_review(actor, document.application):
        raise PermissionDenied(_("只有出具机构的审核人员可以撤销文书。"))
    if not document.is_current:
        raise Refused(_("该文书已经失效，无须撤销。"))
    document.state = Document.State.REVOKED
    document.save(update_fields=["state"])
    if document.kind == Document.Kind.CERTIFICATE:
        lapse(
            Application.objects.select_for_update().get(pk=document.application_id), today(), actor
        )
    detail = {"number": document.number, "reason": reason.strip()}
    record(actor, "revoke_document", document, detail, address)
    announce_revocation(document, detail["reason"])
    return document
