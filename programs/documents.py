"""Documents that the state of an application calls for."""

from django.db import transaction

from portal.lib.numbering import new_token, next_number, typed_code
from programs.models import Application, Document
from programs.tasks import render_document


def order_for(application: Application, event: str) -> list[Document]:
    """Writes the rows of every document that the definition wants at this event.

    Rendering starts after the commit. An earlier version of the same kind is superseded.
    """
    wanted = [
        rule
        for rule in application.definition.documents
        if rule.on == event and rule.part == application.part
    ]
    return [order(application, Document.Kind(rule.kind)) for rule in wanted]


def order(application: Application, kind: Document.Kind) -> Document:
    """A new version of one document; the caller holds the application's row."""
    earlier = application.documents.filter(kind=kind)
    last = earlier.order_by("-version").first()
    earlier.filter(state__in=[Document.State.PENDING, Document.State.VALID]).update(
        state=Document.State.SUPERSEDED
    )
    document = Document.objects.create(
        application=application,
        kind=kind,
        number=last.number if last else next_number("WS", application.call.year),
        version=last.version + 1 if last else 1,
        token=new_token(),
        code=typed_code(),
    )
    transaction.on_commit(lambda: render_document.delay(document.pk))
    return document
