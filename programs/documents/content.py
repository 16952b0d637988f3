"""What a document says, taken from the application when the document is ordered.

Everything is text, ready to be printed. Document numbers are masked; there is nothing in it that
may not stand on the paper.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.utils import timezone

from portal.lib.dates import BUSINESS_ZONE, today
from programs.answers import plain_answers
from programs.blanks import filled_in, masked_document
from programs.display import Reader
from programs.identity import payee_name
from programs.models import Application, Document


def content_of(application: Application, kind: Document.Kind) -> dict[str, Any]:
    """The content of one kind of document about an application as it stands now."""
    if kind is Document.Kind.ACCEPTANCE_RECEIPT:
        return {**_common(application), **_receipt(application)}
    if kind is Document.Kind.CERTIFICATE:
        return {**_common(application), **_certificate(application)}
    return {**_common(application), **_award(application)}


def chinese_date(day: dt.date) -> str:
    """2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _common(application: Application) -> dict[str, Any]:
    submitted, policy = application.submitted_at, application.definition.policy
    return {
        "program": application.definition.name.zh,
        "year": str(application.call.year),
        "application": application.number,
        "unit": application.unit_name,
        "uscc": _uscc(application),
        "district": application.district.name if application.district else "",
        "name": application.name or application.unit_name,
        "id_doc": masked_document(application),
        "office": _office(application),
        "submitted_at": f"{timezone.localtime(submitted, BUSINESS_ZONE):%Y-%m-%d %H:%M}"
        if submitted
        else "",
        "date": chinese_date(today()),
        "amount_label": policy.amount_label.zh,
        "proposed_label": policy.proposed_label.zh,
        "working": [
            {**step, "label": step["label"] or policy.proposed_label.zh}
            for step in application.amount_working
        ],
    }


def _office(application: Application) -> str:
    """Whose hands it is in; after a public notice, which no office holds, who decided last."""
    if application.office:
        return application.office.name
    decided = application.transitions.filter(office__isnull=False).select_related("office")
    last = decided.order_by("-at", "-pk").first()
    return last.office.name if last and last.office else ""


def _receipt(application: Application) -> dict[str, Any]:
    stage = application.current_stage
    amount = application.proposed_amount if application.definition.calculation else None
    return {
        "stage": stage.title.zh if stage else "",
        "due_on": f"{application.due_on:%Y-%m-%d}" if application.due_on else "",
        "materials": _materials(application),
        "proposed_amount": str(amount) if amount is not None else "",
    }


def _materials(application: Application) -> list[list[str]]:
    """Label, files and pages of every slot that holds something, in the order of the form."""
    pages: dict[str, list[int]] = defaultdict(list)
    for file in application.files:
        pages[file.slot].append(file.pages)
    return [
        [slot.label.zh, str(len(pages[slot.key])), str(sum(pages[slot.key]))]
        for slot in application.form.slots
        if slot.key in pages
    ]


def _certificate(application: Application) -> dict[str, Any]:
    certificate, form = application.definition.certificate, application.form
    assert certificate
    assert application.valid_until
    reader, answers = Reader(), plain_answers(application)
    shown = [form.fields[key] for key in certificate.shows]
    until = f"{chinese_date(today())}至{chinese_date(application.valid_until)}"
    return {
        "title": certificate.title.zh,
        "title_en": certificate.title.en,
        "statement": filled_in(certificate.statement.zh, application),
        "basis": certificate.basis.zh,
        "facts": [
            ["所在单位", f"{application.unit_name}（{_uscc(application)}）"],
            *([field.label.zh, reader.text(field, answers.get(field.key))] for field in shown),
            ["有效期限", until],
        ],
    }


def _uscc(application: Application) -> str:
    return application.unit.uscc if application.unit else ""


def _award(application: Application) -> dict[str, Any]:
    paid = application.definition.disbursement
    return {
        "payee": paid.payee if paid else "person",
        "payee_name": payee_name(application),
        "title": application.definition.policy.notice_title.zh,
        "money": application.definition.policy.money.zh,
        "excludes": bool(application.definition.exclusive_group),
        "approved_amount": str(application.approved_amount),
        "proposed_amount": str(application.proposed_amount),
    }
