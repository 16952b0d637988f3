"""A call as its managers see it: what they send, and what it brings along."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import District
from programs.models import Call, CallFile, Hotline
from tests.factories import open_call
from tests.factories.applications import TINY_PDF
from tests.programs.pages import pdf_upload


def complete_call() -> Call:
    """This year's, as it should be: parameters, offices, hotlines."""
    call = open_call()
    for each in District.objects.all():
        Hotline.objects.create(program=call.program, district=each, office_name="x", phone="1")
    return call


def add_file(call: Call, **place: str) -> CallFile:
    row = CallFile(
        call=call, name="通知.pdf", mime="application/pdf", size=9, sha256="0" * 64, **place
    )
    row.file.save("x.pdf", SimpleUploadedFile("x.pdf", TINY_PDF))
    return row


def form_of(call: Call, **changes: Any) -> dict[str, Any]:
    """What the form of a call sends."""
    opens = timezone.localtime(call.opens_at)
    return {
        "program": call.program_id,
        "version": call.version_id,
        "year": call.year,
        "opens_at_0": f"{opens:%Y-%m-%d}",
        "opens_at_1": f"{opens:%H:%M:%S}",
        "closes_at_0": "",
        "closes_at_1": "",
        "budget": "",
        **dict.fromkeys(("policy", "policy_en", "notice", "notice_en"), ""),
        **{
            f"{rows}-{number}_FORMS": "0"
            for rows in ("district_budgets", "files")
            for number in ("TOTAL", "INITIAL")
        },
        **changes,
    }


def change(manager: Client, call: Call, **changes: Any) -> Any:
    url = reverse("admin:programs_call_change", args=[call.pk])
    return manager.post(url, form_of(call, **changes))


def upload(**more: Any) -> dict[str, Any]:
    return {
        "files-TOTAL_FORMS": "1",
        "files-0-place": "",
        "files-0-upload": pdf_upload("附件.pdf"),
        **more,
    }
