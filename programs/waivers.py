"""Which papers are not asked for, because we know already what they would show.

A copy of the resident ID is not, where somebody of that name and number has an account and was
verified with it. Name and number both have to fit: a unit that knows only one of them does not
learn from the form whether its holder is here.
"""

from typing import Any

from accounts.rules import is_verified_person
from portal.lib.identifiers import IdDocType
from programs.definitions.forms import Form
from programs.identity import hash_of


def waived_slots(form: Form, answers: dict[str, Any]) -> frozenset[str]:
    """The keys of the slots that may stay empty beside these answers."""
    slots = frozenset(slot.key for slot in form.slots if slot.waived_when_verified)
    if not slots or answers.get("id_doc_type") != IdDocType.RESIDENT_ID:
        return frozenset()
    verified = is_verified_person(str(answers.get("name") or ""), hash_of(form, answers))
    return slots if verified else frozenset()
