"""What the cast tries its hands on: papers, codes, a receipt, somebody's own data."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.actions.qr import issue
from accounts.models import (
    DataExport,
    DataRequest,
    Notification,
    QrTicket,
    Unit,
    UnitAttachment,
    User,
)
from programs.models import Application, Attachment, Call, CallFile
from reviews.actions.receipts import attach_photo
from tests.factories.company import draft_person, ready_unit
from tests.factories.places import district, district_office
from tests.factories.receipts import awaiting_photo


def papers_of(clerk: User) -> dict[str, Any]:
    """Filings that bring papers to be signed, the unit's part approved by the system."""
    person = draft_person(ready_unit("talent_fast_track", clerk))
    return {
        "paper slug": person.call.program.slug,
        "paper number": person.number,
        "paper slot": "pledge",
        "unit paper slot": "power_of_attorney",
    }


def data_of(person: User, submitted: Application) -> dict[str, Any]:
    """A copy of her data that waits for a person, and a request about them."""
    copy = DataExport.objects.create(
        user=person,
        state=DataExport.State.DONE,
        file=submitted.attachments.all()[0].file.name,
        expires_at=timezone.now() + dt.timedelta(hours=1),
    )
    asked = DataRequest.objects.create(number="SJ-1", user=person, kind="correct", reason="更名")
    return {"copy": copy.pk, "data request": asked.pk}


def store_papers(unit: Unit, submitted: Application) -> None:
    """A certificate of the unit, a thumbnail and a rendered document: any stored file will do."""
    filed = submitted.attachments.all()[0]
    submitted.attachments.update(thumbnail=filed.file.name)
    submitted.documents.update(
        state="valid", file=filed.file.name, sha256=filed.sha256, rendered_at=timezone.now()
    )
    UnitAttachment.objects.create(
        unit=unit,
        slot=UnitAttachment.Slot.USCC_CERTIFICATE,
        file=filed.file.name,
        name=filed.name,
        mime=filed.mime,
        size=filed.size,
        sha256=filed.sha256,
    )


def things_of(
    draft: Application, submitted: Application, operator: User, request_id: int
) -> dict[str, Any]:
    """What stands for each argument of an address."""
    filed, document = submitted.attachments.all()[0], submitted.documents.all()[0]
    return {
        "slug": draft.call.program.slug,
        "year": draft.call.year,
        "part": "person",
        "section": "invoices",
        "slot": "id_document",
        "unit slot": "industry_proof",
        "unit": draft.unit_id,
        "number": draft.number,
        "submitted": submitted.number,
        "file": draft.attachments.all()[0].pk,
        "filed": filed.pk,
        "document": document.pk,
        "notice": Notification.objects.filter(recipient=draft.created_by)[0].pk,
        "membership_id": operator.memberships.get().pk,
        "request_id": request_id,
        "token": document.token,
        "purpose": "sign_up",
        "challenge_id": "x",
        "qr": lasting_code(),
        "call": draft.call_id,
        "call file": given_out(draft.call, filed).pk,
    }


def given_out(call: Call, filed: Attachment) -> CallFile:
    """An attachment of the notice of a call: any stored file will do."""
    kept = {name: getattr(filed, name) for name in ("file", "name", "mime", "size", "sha256")}
    return CallFile.objects.create(call=call, **kept)


def lasting_code() -> str:
    """A QR code of a login that does not expire while everybody tries it."""
    token = issue("log_in", "somebody's session")
    QrTicket.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    return token


def receipt_of(clerk: User) -> dict[str, Any]:
    """A payment whose receipt is to be photographed, and the code for a phone."""
    receipt = awaiting_photo(clerk)
    # Only the Park's units are paid this; the rest of the cast looks for the unit in 姑苏区.
    Unit.objects.filter(payments=receipt.payment).update(
        district=district(), reviewing_office=district_office()
    )
    number, proof = receipt.payment.number, receipt.payment.employment_proofs.get()
    photo = attach_photo(receipt.payment_id, b"jpeg", receipt.mark, {}, None)
    code = issue("receipt", "the clerk's session", user=clerk, subject=number)
    QrTicket.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    proofs = {"employment proof": proof.pk, "receipt photo": photo.pk}
    return {"payment": number, "receipt code": code, **proofs}
