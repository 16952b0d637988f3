"""Ordering documents: rows written in the transaction of the change that calls for them."""

from django.utils import translation

from portal.lib.background import wake_on_commit
from portal.lib.dates import today
from portal.lib.numbering import new_token, next_number, next_serial, typed_code
from programs.models import Application, Document
from programs.models.document import CURRENT

from .content import content_of

RENDER = "programs.tasks.render_documents"
LANGUAGE = "zh-hans"
PREFIXES = {Document.Kind.ACCEPTANCE_RECEIPT: "SL", Document.Kind.AWARD_NOTICE: "RD"}


def order_for(application: Application, event: str, *, is_first: bool = False) -> list[Document]:
    """Writes the rows of every document that the definition wants at this event.

    Rendering starts after the commit. An earlier version of the same kind is superseded;
    `is_first` says that there can be none.
    """
    wanted = [
        rule
        for rule in application.definition.documents
        if rule.on == event and rule.part == application.part
    ]
    return [order(application, Document.Kind(rule.kind), is_first=is_first) for rule in wanted]


def order(application: Application, kind: Document.Kind, *, is_first: bool = False) -> Document:
    """A new version of one document; the caller holds the application's row.

    What it will say is fixed here: drawing it later, or again, gives the same bytes.
    """
    last = None if is_first else _supersede(application, kind)
    with translation.override(LANGUAGE):
        content = content_of(application, kind)
    document = Document.objects.create(
        application=application,
        kind=kind,
        number=last.number if last else _number_of(application, kind),
        valid_until=application.valid_until if kind is Document.Kind.CERTIFICATE else None,
        version=last.version + 1 if last else 1,
        content=content,
        token=new_token(),
        code=typed_code(),
    )
    wake_on_commit(RENDER)
    return document


def _number_of(application: Application, kind: Document.Kind) -> str:
    """A number for a first version; that of a certificate says where and when it was issued."""
    certificate = application.definition.certificate
    if kind is not Document.Kind.CERTIFICATE or certificate is None:
        return next_number(PREFIXES[kind], application.call.year)
    place = f"{certificate.number_prefix}-{application.district_id}"
    return f"{place}-{today().year}-{next_serial():06d}"


def _supersede(application: Application, kind: Document.Kind) -> Document | None:
    """The last version there is, which counts no longer."""
    earlier = application.documents.filter(kind=kind)
    last = earlier.order_by("-version").first()
    if last:
        earlier.filter(state__in=CURRENT).update(state=Document.State.SUPERSEDED)
    return last
