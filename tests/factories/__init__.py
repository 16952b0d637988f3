"""The cast of the tests: places, people, units, calls and applications in any state."""

from .applications import (
    add_attachment,
    approve,
    draft_person_application,
    draft_unit_application,
    fill_slots,
    person_answers,
    submit,
    submitted_unit,
    unit_answers,
)
from .identifiers import resident_id, uscc
from .people import make_clerk, make_member, make_person, make_reviewer, make_staff, make_unit
from .places import city_office, district, district_office, open_call

__all__ = [
    "add_attachment",
    "approve",
    "city_office",
    "district",
    "district_office",
    "draft_person_application",
    "draft_unit_application",
    "fill_slots",
    "make_clerk",
    "make_member",
    "make_person",
    "make_reviewer",
    "make_staff",
    "make_unit",
    "open_call",
    "person_answers",
    "resident_id",
    "submit",
    "submitted_unit",
    "unit_answers",
    "uscc",
]
