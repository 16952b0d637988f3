"""Applications of 优秀人才贡献奖励, drafted, filled and moved on."""

import hashlib
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import Unit, User
from portal.lib.crypto import keyed_hash
from portal.lib.numbering import next_number
from programs.answers import pack
from programs.models import Application, Attachment, Call
from programs.states import Action
from programs.workflow import move

from .identifiers import resident_id
from .people import make_clerk, make_reviewer
from .places import open_call

_serial = count(1)

TINY_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n"  # noqa: E501


def unit_answers(unit: Unit, **changes: Any) -> dict[str, Any]:
    """Complete answers of the unit's part."""
    return {
        "unit_name": unit.name,
        "uscc": unit.uscc,
        "district": unit.district_id,
        "legal_representative": unit.legal_representative,
        "address": unit.address,
        "contact_name": unit.contact_name,
        "contact_phone": unit.contact_phone,
        "contact_email": unit.contact_email,
        "employees": 120,
        "award_types": ["industry"],
        **changes,
    }


def person_answers(**changes: Any) -> dict[str, Any]:
    """Complete answers of a person: local revenue 40 000, one invoice of 66 000 yuan."""
    number = next(_serial)
    return {
        "name": "祝允明",
        "sex": "male",
        "id_doc_type": "resident_id",
        "id_doc_number": resident_id(),
        "birth_date": "1988-03-14",
        "mobile": f"137{number:08d}",
        "email": "",
        "education": "master",
        "category": "engineer",
        "position": "总工程师",
        "employed_since": "2018-07-01",
        "annual_wage": "520000.00",
        "tax_paid": "100000.00",
        "invoices": [
            {
                "type": "home_rent",
                "code": "032001900104",
                "number": f"{number:08d}",
                "date": "2025-06-30",
                "seller": "苏州安居置业有限公司",
                "amount": "66000.00",
            }
        ],
        "bank_name": "中国银行苏州分行",
        "bank_account": "6222021102001234569",
        **changes,
    }


def draft_unit_application(
    call: Call | None = None,
    clerk: User | None = None,
    *,
    complete: bool = True,
    **changes: Any,
) -> Application:
    """The unit's part as a draft, ready to be submitted when complete."""
    call, clerk = call or open_call(), clerk or make_clerk()
    unit = clerk.memberships.get().unit
    answers = unit_answers(unit, **changes) if complete else dict(changes)
    return draft_unit_part(call, clerk, answers, complete=complete)


def draft_unit_part(
    call: Call, clerk: User, answers: dict[str, Any], *, complete: bool = True
) -> Application:
    """The clerk's unit as it is described for any programme; the papers too when complete."""
    unit = clerk.memberships.get().unit
    application = Application.objects.create(
        number=next_number(call.definition.number_prefix, call.year),
        call=call,
        version=call.version,
        part=Application.Part.UNIT,
        unit=unit,
        unit_name=unit.name,
        district=unit.district,
        answers=pack(call.definition.form("unit"), answers),
        created_by=clerk,
    )
    if complete:
        fill_slots(application, answers)
    return application


def draft_person_application(
    unit_application: Application, *, complete: bool = True, **changes: Any
) -> Application:
    """A person's part under a unit's part, ready to be submitted when complete."""
    answers = person_answers(**changes) if complete else dict(changes)
    return draft_person_part(unit_application, answers, complete=complete)


def draft_person_part(
    unit_application: Application, answers: dict[str, Any], *, complete: bool = True
) -> Application:
    """Somebody of the unit as she is described for any programme; the papers too when complete."""
    call = unit_application.call
    number = answers.get("id_doc_number", "")
    application = Application.objects.create(
        number=next_number(call.definition.number_prefix, call.year),
        call=call,
        version=call.version,
        part=Application.Part.PERSON,
        unit=unit_application.unit,
        unit_name=unit_application.unit_name,
        unit_application=unit_application,
        district=unit_application.district,
        name=answers.get("name", ""),
        id_doc_type=answers.get("id_doc_type", ""),
        id_doc_hash=keyed_hash(number) if number else "",
        id_doc_tail=number[-4:],
        answers=pack(call.definition.form("person"), answers),
        created_by=unit_application.created_by,
    )
    if complete:
        fill_slots(application, answers)
    return application


def add_attachment(application: Application, slot: str, content: bytes = TINY_PDF) -> Attachment:
    """A stored PDF in one slot (not checked: the factory stands behind it)."""
    return Attachment.objects.create(
        application=application,
        slot=slot,
        file=ContentFile(content, name="scan.pdf"),
        name="扫描件.pdf",
        mime="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=application.created_by,
    )


def fill_slots(application: Application, answers: dict[str, Any]) -> None:
    """A file in every slot that the answers ask for."""
    for slot in application.form.visible_slots(answers):
        if slot.required:
            add_attachment(application, slot.key)


def submit(application: Application) -> Application:
    return move(application.pk, Action.SUBMIT, application.created_by)


def submitted_unit(call: Call | None = None, clerk: User | None = None) -> Application:
    """A unit's part that has been submitted, so that people can be."""
    return submit(draft_unit_application(call, clerk))


def approve(application: Application) -> Application:
    """Takes an application through all the stages that are left: to nobody is objected."""
    while application.current_stage is not None and application.state != "approved":
        if application.state == "on_notice":
            application = move(application.pk, Action.CONCLUDE_NOTICE, None)
        elif application.office is not None:
            reviewer = make_reviewer(application.office)
            application = move(application.pk, Action.APPROVE, reviewer)
        else:
            break
    return application
