"""Who a person's application is about: what its lists show and its constraints compare."""

from typing import Any

from django.core.exceptions import ValidationError

from portal.lib.crypto import keyed_hash
from programs.definitions.schema import Form
from programs.models import Application
from programs.queries.applications import twins_of
from programs.rules.values import clean_value, is_blank


def identify(application: Application, answers: dict[str, Any]) -> None:
    """Copies name and document out of the answers.

    A document that another application of the unit in this call has is not claimed a second time;
    `has_twin` tells, and the submission reports it at the field.
    """
    number = _document_number(application.form, answers)
    application.name = str(answers.get("name") or "")[:60]
    application.id_doc_type = str(answers["id_doc_type"]) if number else ""
    application.id_doc_tail = number[-4:]
    application.id_doc_hash = keyed_hash(number) if number else ""
    if twins_of(application, application.id_doc_hash).exists():
        application.id_doc_hash = ""


def has_twin(application: Application, answers: dict[str, Any]) -> bool:
    """Whether the unit has another application for the same person in this call."""
    number = _document_number(application.form, answers)
    return bool(number) and twins_of(application, keyed_hash(number)).exists()


def _document_number(form: Form, answers: dict[str, Any]) -> str:
    """The clean document number, "" while there is none or it is wrong."""
    number = answers.get("id_doc_number")
    if is_blank(number):
        return ""
    try:
        return str(clean_value(form.fields["id_doc_number"], number, answers))
    except ValidationError:
        return ""
