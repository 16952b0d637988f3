"""Documents as anybody may look them up."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import Q, QuerySet

from portal.lib.dates import today
from programs.models import Application, Document
from programs.models.document import CURRENT

#: Kinds that certify a result; a receipt does not.
CERTIFICATES = (Document.Kind.AWARD_NOTICE, Document.Kind.CERTIFICATE)


class Verdict(Enum):
    """What the public page says of a document."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    REVOKED = "revoked"
    RESTRICTED = "restricted"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """The answer to one look-up; no document when there is none."""

    verdict: Verdict
    document: Document | None = None


def look_up(*, token: str = "", code: str = "") -> Finding:
    """The document with this token or typed code. One that is not drawn yet is not known yet."""
    wanted = Q(token=token) if token else Q(code=code)
    issued = Document.objects.filter(wanted).exclude(sha256="")
    document = issued.select_related("application").first()
    if document is None:
        return Finding(Verdict.UNKNOWN)
    return Finding(_verdict(document), document)


def certificates_of(person_id: int) -> QuerySet[Document]:
    """What was issued to a person upon her own applications, the newest first."""
    issued = Document.objects.filter(
        application__applicant=person_id,
        state__in=(Document.State.VALID, Document.State.REVOKED),
        kind__in=CERTIFICATES,
    )
    return issued.select_related("application__call__program").order_by("-pk")


def certificates_in_force(applications: Iterable[Application]) -> dict[int, Document]:
    """By application the certificate that counts today, one being drawn included."""
    unexpired = Q(valid_until__isnull=True) | Q(valid_until__gte=today())
    found = Document.objects.filter(application__in=applications, kind__in=CERTIFICATES)
    return {each.application_id: each for each in found.filter(unexpired, state__in=CURRENT)}


def printable_certificates(applications: Iterable[Application]) -> dict[int, Document]:
    """By application the certificate that can be printed."""
    found = Document.objects.filter(
        application__in=applications,
        kind=Document.Kind.CERTIFICATE,
        state=Document.State.VALID,
    )
    return {each.application_id: each for each in found}


def _verdict(document: Document) -> Verdict:
    if document.application.is_restricted:
        return Verdict.RESTRICTED
    if document.state == Document.State.VALID:
        return Verdict.EXPIRED if document.is_expired else Verdict.VALID
    if document.state == Document.State.SUPERSEDED:
        return Verdict.SUPERSEDED
    return Verdict.REVOKED
