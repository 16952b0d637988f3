"""What was granted under a programme that pays units: a unit with two people to be paid for."""

from typing import Any

from accounts.models import BankAccount, Contact, Unit, User
from portal.lib.crypto import keyed_hash
from portal.lib.numbering import next_number
from programs.answers import pack
from programs.models import Application, Call, ProgramVersion
from programs.states import Action, State
from programs.workflow import move

from .applications import fill_slots, submit
from .identifiers import resident_id
from .people import make_clerk, make_reviewer
from .places import open_call


def hiring_unit(call: Call | None = None, clerk: User | None = None) -> Application:
    """The unit's part of 招聘补贴, submitted."""
    call, clerk = call or open_call(slug="hiring_subsidy"), clerk or make_clerk()
    unit = clerk.memberships.get().unit
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
    application = Application.objects.create(
        number=next_number("ZPBT", call.year),
        call=call,
        version=call.version,
        part=Application.Part.UNIT,
        unit=unit,
        unit_name=unit.name,
        district=unit.district,
        answers=pack(call.definition.form("unit"), answers),
        created_by=clerk,
    )
    fill_slots(application, answers)
    return submit(application)


def hired(unit_part: Application, **changes: Any) -> Application:
    """A person hired by the unit, submitted: a subsidy of 30 000 unless `recruiting_fee` says."""
    number = resident_id()
    answers = {
        "name": "祝允明",
        "id_doc_type": "resident_id",
        "id_doc_number": number,
        "mobile": "13712340055",
        "qualification": "doctorate",
        "position": "总工程师",
        "employed_since": "2025-07-01",
        "contract_years": 3,
        "annual_wage": "520000.00",
        "recruiting_fee": "60000.00",
        **changes,
    }
    application = Application.objects.create(
        number=next_number("ZPBT", unit_part.call.year),
        call=unit_part.call,
        version=unit_part.version,
        part=Application.Part.PERSON,
        unit=unit_part.unit,
        unit_name=unit_part.unit_name,
        unit_application=unit_part,
        district=unit_part.district,
        name=answers["name"],
        id_doc_type="resident_id",
        id_doc_hash=keyed_hash(number),
        id_doc_tail=number[-4:],
        answers=pack(unit_part.call.definition.form("person"), answers),
        created_by=unit_part.created_by,
    )
    fill_slots(application, answers)
    return submit(application)


def grant(application: Application) -> Application:
    """Through all the stages that are left, until the money waits."""
    while application.state != State.APPROVED:
        if application.state == State.ON_NOTICE:
            application = move(application.pk, Action.CONCLUDE_NOTICE, None)
            continue
        assert application.office
        reviewer = make_reviewer(application.office)
        application = move(application.pk, Action.APPROVE, reviewer)
    return application


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
