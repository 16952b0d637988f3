"""Filings of any programme for companies, through the actions that the pages use."""

from collections.abc import Collection
from typing import Any

from accounts.models import User
from programs.actions.drafts import (
    save_answers,
    start_person_application,
    start_unit_application,
)
from programs.actions.guide import confirm_reading
from programs.answers import plain_answers
from programs.models import Application, Call
from programs.states import EDITABLE, Action
from programs.workflow import move

from .applications import add_attachment, submit
from .identifiers import resident_id
from .people import make_clerk, make_reviewer, settle
from .places import open_call

ANSWERS: dict[str, dict[str, Any]] = {
    "social_referral_record": {
        "referrer_kind": "individual",
        "referrer_name": "王鏊",
        "referrer_identity": "expert",
        "referrer_mobile": "13712345679",
        "is_independent": True,
        "landing_kind": "employee",
        "landed_on": "2025-02-01",
        "came_from": "上海某研究所",
    },
    "social_referral_award": {
        "ground": "city",
        "reached_on": "2026-02-01",
        "bank_name": "中国工商银行苏州分行",
        "bank_account": "6222021102001234569",
        "company_account": "32501986360000000123",
    },
    "key_shortage": {
        "birth_date": "1988-03-14",
        "education": "master",
        "school": "苏州大学",
        "major": "材料学",
        "degree": "master",
        "graduated_on": "2013-06-30",
        "xuexin_code": "1057820130200123",
        "nationality": "中国",
        "title": "none",
        "position": "工艺工程师",
        "catalogue_code": "A-12",
        "shortage_stars": "star_4",
        "contract_begins": "2024-07-01",
        "insured_since": "2024-07-01",
        "tax_paid": "20000.00",
        "annual_wage": "300000.00",
        "inventions": 0,
    },
    "talent_fast_track": {
        "talent_class": "class_e",
        "class_e_condition": "master",
        "position": "研发工程师",
        "employed_since": "2024-07-01",
    },
}
UNIT_ANSWERS: dict[str, dict[str, Any]] = {
    "key_shortage": {"unit_condition": "high_tech"},
    "talent_fast_track": {
        "unit_kind": "enterprise",
        "unit_category": "private",
        "registered_in": "suzhou",
        "subdistrict": "s320508018",
    },
}


def fill(application: Application, answers: dict[str, Any], without: Collection[str] = ()) -> None:
    """Saves answers and puts a file into every slot that they ask for."""
    save_answers(application.pk, application.created_by, answers, {})
    application.refresh_from_db()
    vars(application).pop("files", None)
    filled = {file.slot for file in application.files}
    for slot in application.form.visible_slots(plain_answers(application)):
        if slot.required and slot.key not in filled | set(without):
            add_attachment(application, slot.key)
    vars(application).pop("files", None)


def judge(application: Application, action: Action, comment: str = "") -> Application:
    """What the office decides where the application is."""
    assert application.office
    return move(application.pk, action, make_reviewer(application.office), comment)


def draft_unit(call: Call, clerk: User | None = None, **changes: Any) -> Application:
    """A unit's part, complete, not submitted."""
    clerk = clerk or make_clerk()
    unit = settle(clerk.memberships.get().unit, call)
    confirm_reading(call, clerk, unit)
    draft = start_unit_application(call, unit, clerk)
    if draft.state in EDITABLE:
        fill(draft, UNIT_ANSWERS.get(call.program.slug, {}) | changes)
    return draft


def ready_unit(slug: str, clerk: User | None = None, call: Call | None = None) -> Application:
    """A unit's part, under which people may be submitted."""
    part = draft_unit(call or open_call(slug=slug), clerk)
    return submit(part) if part.state in EDITABLE else part


def draft_person(
    unit_part: Application, *, without: Collection[str] = (), **changes: Any
) -> Application:
    """A person under a unit's part, complete but for some slots, not submitted."""
    draft = start_person_application(unit_part, unit_part.created_by)
    answers = {
        "name": "唐寅",
        "id_doc_type": "resident_id",
        "id_doc_number": changes.get("id_doc_number") or resident_id(),
        "mobile": "13712345678",
        **ANSWERS.get(unit_part.call.program.slug, {}),
    }
    fill(draft, answers | changes, without)
    return draft
