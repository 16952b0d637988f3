"""Blanks in texts of a definition, filled in with what we know of an application."""

from collections import defaultdict

from portal.lib.identifiers import IdDocType
from programs.models import Application

LINE = "＿＿＿＿＿＿"


def filled_in(text: str, application: Application) -> str:
    """The text with its blanks filled in; what is not known yet becomes a line to write on."""
    return text.format_map(defaultdict(lambda: LINE, _known(application)))


def _known(application: Application) -> dict[str, str]:
    """By blank (`programs.definitions.base.BLANKS`) what stands there; numbers are masked."""
    unit = application.unit
    known = {
        "program": application.definition.name.zh,
        "year": str(application.call.year),
        "unit": unit.name if unit else application.unit_name,
        "uscc": unit.uscc if unit else "",
        "legal_representative": unit.legal_representative if unit else "",
        "contact": unit.contact_name if unit else "",
        "name": application.name,
        "id_doc": masked_document(application),
    }
    return {key: value for key, value in known.items() if value}


def masked_document(application: Application) -> str:
    """Kind and last digits of the person's document."""
    if not application.id_doc_tail:
        return ""
    return f"{IdDocType(application.id_doc_type).label} *****{application.id_doc_tail}"
