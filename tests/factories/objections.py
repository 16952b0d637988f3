"""Objections to public notices, as a visitor files them."""

from typing import Any

from accounts.actions.codes import send_code
from accounts.models import Delivery
from programs.models import Application
from reviews.actions.objections import file_objection
from reviews.models import NoticeLine, Objection, ObjectionProof, PublicNotice

from .notices import noticed_people, publish_for

PHONE = "13912349876"


def code_for(phone: str = PHONE) -> str:
    """The code that the phone has just got."""
    send_code(phone, "objection", "203.0.113.9")
    sent = Delivery.objects.filter(kind="verification_code").order_by("created_at")
    body = [each.body for each in sent if each.address == phone][-1]
    return "".join(sign for sign in body if sign.isdigit())[:6]


def object_to(
    notice: PublicNotice, line: NoticeLine | None, phone: str = PHONE, **claim: str
) -> tuple[Objection, str]:
    said = {"name": "顾炎武", "phone": phone, "text": "该人员不在该单位工作，请核查。", **claim}
    return file_objection(notice, line, said, code_for(phone), [])


def notice_of(submitted: Application) -> dict[str, Any]:
    """A public notice, and an objection to it with a proof: any stored file will do."""
    _first, person = noticed_people()
    notice = publish_for(person)
    objection, _code = object_to(notice, None)
    filed = submitted.attachments.all()[0]
    paper = {name: getattr(filed, name) for name in ("file", "name", "mime", "size", "sha256")}
    proof = ObjectionProof.objects.create(objection=objection, **paper)
    return {
        "public notice": notice.number,
        "notice list": notice.pk,
        "noticed call": notice.call_id,
        "noticed stage": notice.stage,
        "objection": objection.number,
        "objection pk": objection.pk,
        "objection proof": proof.pk,
    }
