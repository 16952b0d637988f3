"""What a browser would send to the filing pages, and what it finds there."""

import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from reportlab.pdfgen.canvas import Canvas

from programs.definitions.forms import Form
from programs.forms.sheet import as_data


def as_post(form: Form, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The POST of a filing form filled with these answers."""
    data = as_data(form, answers)
    return {**{key: data.getlist(key) for key in data}, **more}


def sending_button(page: str) -> str:
    """What the button says that sends the form: its words stand elsewhere on the page as well."""
    found = re.search(r'<button[^>]*formaction="[^"]*/submit/"[^>]*>\s*([^\s<]+)', page)
    assert found, "nothing sends the form"
    return found[1]


def pdf_upload(name: str = "扫描件.pdf", text: str = "scan") -> SimpleUploadedFile:
    """A small sound PDF, as a browser uploads it."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(200, 200))
    canvas.drawString(20, 100, text)
    canvas.save()
    return SimpleUploadedFile(name, target.getvalue(), content_type="application/pdf")
