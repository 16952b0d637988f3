"""What was granted under a programme that pays units: a unit with two people to be paid for."""

from typing import Any

from accounts.models import BankAccount, Contact, Unit, User
from programs.models import Application, Call, ProgramVersion

from .applications import draft_person_part, draft_unit_part, submit
from .identifiers import resident_id
from .people import make_clerk, settle
from .places import open_call


def hiring_unit(call: Call | None = None, clerk: User | None = None) -> Application:
    """The unit's part of 招聘补贴, submitted."""
    call, clerk = call or open_call(slug="hiring_subsidy"), clerk or make_clerk()
    unit = settle(clerk.memberships.get().unit, call)
    answers = {
        "unit_name": unit.name,
        "uscc": unit.uscc,
        "district": unit.district_id,
        "legal_representative": unit.legal_representative,
        "address": unit.address,
        "contact_name": "沈周",
        "contact_phone": "13912340066",
        "contact_email": "shenzhou@example.com",
    }
    return submit(draft_unit_part(call, clerk, answers))


def hired(unit_part: Application, **changes: Any) -> Application:
    """A person hired by the unit, submitted: a subsidy of 30 000 unless `recruiting_fee` says."""
    answers = {
        "name": "祝允明",
        "id_doc_type": "resident_id",
        "id_doc_number": resident_id(),
        "mobile": "13712340055",
        "qualification": "doctorate",
        "position": "总工程师",
        "employed_since": "2025-07-01",
        "contract_years": 3,
        "annual_wage": "520000.00",
        "recruiting_fee": "60000.00",
        **changes,
    }
    return submit(draft_person_part(unit_part, answers))


def save_details(unit: Unit) -> tuple[BankAccount, Contact]:
    """A bank account and a contact that the unit has saved."""
    account = BankAccount.objects.create(
        unit=unit, bank="ICBC", branch="苏州工业园区支行", number="1102020109000012345"
    )
    contact = Contact.objects.create(
        unit=unit, name="唐寅", mobile="13912340077", email="tangyin@example.com"
    )
    return account, contact


def call_paying(slug: str, **rule: Any) -> Call:
    """The call of a programme that pays by this rule, whatever its own definition says."""
    call = open_call(slug=slug)
    content = dict(call.version.content)
    route = [stage for stage in content["route"] if stage["kind"] != "disbursement"]
    title = {"zh": "资金拨付", "en": "Disbursement"}
    stage = {"key": "disbursement", "kind": "disbursement", "title": title}
    content |= {"route": [*route, stage], "disbursement": rule}
    call.version = ProgramVersion.objects.create(
        program=call.program, number=99, content=content, sha256="0" * 64
    )
    call.save()
    return call
