"""Files of applications: uploaded ones and those that we have rendered.

Who may not read the application does not find its files.
"""

from django.http import Http404

from accounts.models import User
from programs.models import Application, Attachment, Document
from programs.queries.applications import get_readable_application


def get_attachment(user: User, number: str, attachment_id: int) -> Attachment:
    """A file, for the applicant or the staff who may read the application.

    One that has not been found clean of viruses is not there for anybody.
    """
    application = get_readable_application(user, number)
    clean = application.attachments.filter(scan=Attachment.Scan.CLEAN)
    return _find(clean.filter(pk=attachment_id).first())


def get_own_attachment(application: Application, attachment_id: int) -> Attachment:
    """A file of an application that is being written to."""
    return _find(application.attachments.filter(pk=attachment_id).first())


def _find(attachment: Attachment | None) -> Attachment:
    if attachment is None:
        raise Http404
    return attachment


def get_document(user: User, number: str, document_id: int) -> Document:
    """A valid document, for the applicant or the staff who may read the application."""
    application = get_readable_application(user, number)
    valid = application.documents.filter(state=Document.State.VALID, pk=document_id)
    document = valid.first()
    if document is None:
        raise Http404
    return document
