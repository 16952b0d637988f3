"""The units among which a person selects her own."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Membership, Unit
from portal.lib.numbering import small_number
from portal.lib.search import contains_all

#: As many as fit on a phone; a longer keyword finds the others.
UNITS_SHOWN = 10


def registered_units() -> QuerySet[Unit]:
    """Units for which somebody has registered: only they can report anything up."""
    people = Membership.objects.filter(unit=OuterRef("pk"), is_active=True)
    return Unit.objects.filter(Exists(people)).select_related("district")


def find_units(text: str) -> list[Unit]:
    """Registered units whose name has every word of the text, or whose credit code it is."""
    words = text.replace("\x00", "").strip()
    if not words:
        return []
    wanted = Q(uscc=words.upper()) | contains_all("name", words)
    return list(registered_units().filter(wanted).order_by("name")[:UNITS_SHOWN])


def selected_unit(value: Any) -> Unit | None:
    """The registered unit that an answer names; None for free text and for strangers."""
    key = small_number(str(value or ""), digits=9)
    return None if key is None else registered_units().filter(pk=key).first()


def unit_name(value: Any) -> str:
    """The answer as it is read: the name of the unit, or what was typed instead."""
    unit = selected_unit(value)
    return unit.name if unit else str(value)
