"""What a document says, taken from the application when the document is ordered.

Everything is text, ready to be printed. Document numbers are masked; there is nothing in it that
may not stand on the paper.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.utils import timezone

from portal.lib.dates import BUSINESS_ZONE, today
from portal.lib.identifiers import IdDocType
from programs.models import Application, Document


def content_of(application: Application, kind: Document.Kind) -> dict[str, Any]:
    """The content of one kind of document about an application as it stands now."""
    if kind is Document.Kind.ACCEPTANCE_RECEIPT:
        return {**_common(application), **_receipt(application)}
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
        "uscc": application.unit.uscc if application.unit else "",
        "district": application.district.name if application.district else "",
        "name": application.name or application.unit_name,
        "id_doc": _id_doc(application),
        "office": application.office.name if application.office else "",
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


def _id_doc(application: Application) -> str:
    if not application.id_doc_tail:
        return ""
    return f"{IdDocType(application.id_doc_type).label} *****{application.id_doc_tail}"


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


def _award(application: Application) -> dict[str, Any]:
    return {
        "approved_amount": str(application.approved_amount),
        "proposed_amount": str(application.proposed_amount),
    }
