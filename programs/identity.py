"""Whom a person's application is about, and where it belongs: what its lists show and its
constraints compare."""

from collections.abc import Container
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import District
from portal.lib.crypto import keyed_hash
from programs.answers import plain_answers
from programs.definitions.forms import Form
from programs.models import Application
from programs.queries.applications import twins_of
from programs.rules.values import clean_value, is_blank
from programs.units import selected_unit


def identify(
    application: Application, answers: dict[str, Any], taken: Container[str] | None = None
) -> None:
    """Copies name and document out of the answers.

    A document that another application of the unit in this call has is not claimed a second time;
    the submission reports it at the field. `taken` are the hashes of such documents, where many
    are asked about at once.
    """
    number = _document_number(application.form, answers)
    application.name = str(answers.get("name") or "")[:60]
    application.id_doc_type = str(answers["id_doc_type"]) if number else ""
    application.id_doc_tail = number[-4:]
    claimed, mine = application.id_doc_hash, _hash(number)
    if mine != claimed and (_has_twin(application, mine) if taken is None else mine in taken):
        mine = ""
    application.id_doc_hash = mine


def payee_name(application: Application) -> str:
    """Whose money it is: the unit's, hers whom the application is about, or somebody's whom it
    names."""
    rule = application.definition.disbursement
    if rule is None or rule.payee == "person":
        return application.name
    if rule.payee == "unit":
        return application.named_unit.name
    answers = plain_answers(application)
    return next((str(answers[key]) for key in rule.payee_fields if answers.get(key)), "")


def person_hash(application: Application, answers: dict[str, Any]) -> str:
    """The keyed hash by which a person is found; "" while the number is missing or wrong."""
    return hash_of(application.form, answers)


def hash_of(form: Form, answers: dict[str, Any]) -> str:
    """The same, for a form's answers."""
    return _hash(_document_number(form, answers))


def _hash(number: str) -> str:
    return keyed_hash(number) if number else ""


def place(application: Application, answers: dict[str, Any]) -> None:
    """Copies the unit and the district of a person's own application out of the answers.

    The unit that she has selected is the one that sees it; without one, a district says where it is
    handled.
    """
    fields = application.form.fields.values()
    chosen = {field.type: answers.get(field.key) for field in fields}
    application.unit = unit = selected_unit(chosen.get("unit"))
    application.unit_name = unit.name if unit else ""
    code = unit.district_id if unit else chosen.get("district")
    application.district = District.objects.filter(code=code or "").first()


def _has_twin(application: Application, id_doc_hash: str) -> bool:
    return twins_of(application, id_doc_hash).exists()


def _document_number(form: Form, answers: dict[str, Any]) -> str:
    """The clean document number, "" while there is none or it is wrong."""
    number = answers.get("id_doc_number")
    if is_blank(number):
        return ""
    try:
        return str(clean_value(form.fields["id_doc_number"], number, answers))
    except ValidationError:
        return ""
