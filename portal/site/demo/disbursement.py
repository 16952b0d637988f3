"""招聘补贴 of the company in the Park: a payment at each step, and somebody still to be started."""

import datetime as dt
import hashlib
import random
from decimal import Decimal

from django.core.files.base import ContentFile

from accounts.models import BankAccount, Contact, User
from portal.lib.dates import today
from portal.site.demo import receipts
from portal.site.demo.people import resident_id
from portal.site.demo.scans import scan
from programs.actions.drafts import save_answers, start_person_application, start_unit_application
from programs.actions.guide import confirm_reading
from programs.models import Application, Attachment, Call
from programs.states import Action, State
from programs.workflow import move
from reviews.actions.disbursement import start_batch
from reviews.models import Payment
from reviews.tasks import open_payments

HIRED = (("沈石田", 951, "60000"), ("唐六如", 952, "150000"), ("仇十洲", 953, "90000"))
#: One payment each, in the order in which they get as far as they do.
FURTHER = (
    ("王宠", 971, "40000"),  # paid
    ("谢时臣", 972, "36000"),  # failed
    ("居节", 973, "52000"),  # at the bank
    ("文伯仁", 974, "30000"),  # to be exported
    ("张复", 975, "44000"),  # to be reviewed
    ("尤求", 976, "48000"),  # to be photographed
)
TINT = (246, 248, 252)


def pay_for_hired(call: Call, clerk: User, staff: dict[str, User]) -> None:
    """Files, grants, and starts the disbursement for all but the last."""
    unit = clerk.memberships.get().unit
    BankAccount.objects.create(
        unit=unit, bank="ICBC", branch="苏州工业园区支行", number="1102020109000088888"
    )
    BankAccount.objects.create(unit=unit, bank="SZB", branch="独墅湖支行", number="51730000088888")
    Contact.objects.create(unit=unit, name="陆师道", mobile="13900000951", email="cw@example.com")
    call.budget = Decimal(500_000)
    call.save(update_fields=["budget"])
    part = _unit_part(call, clerk)
    _one_at_each_step(part, clerk, staff)
    *paid, later = [hire(part, *each) for each in HIRED]
    for application in paid:
        _grant(application, staff)
    _start(call, staff["finance"])
    _grant(later, staff)


def _one_at_each_step(part: Application, clerk: User, staff: dict[str, User]) -> None:
    finance = staff["finance"]
    started = []
    for each in FURTHER:
        _grant(hire(part, *each), staff)
        started.append(_start(part.call, finance))
    paid, failed, exported, ready, in_review, printed = started
    for payment in (paid, failed):
        receipts.to_bank(payment, clerk, finance)
    receipts.hand_over(finance)
    receipts.answer(paid, failed, finance)
    receipts.to_bank(exported, clerk, finance)
    receipts.hand_over(finance)
    receipts.to_bank(ready, clerk, finance)
    receipts.to_review(in_review, clerk)
    receipts.to_receipt(printed, clerk)


def _start(call: Call, finance: User) -> Payment:
    batch = start_batch(call.pk, 1, None, finance)
    open_payments(batch.pk)
    return batch.payments.get()


def _unit_part(call: Call, clerk: User) -> Application:
    unit = clerk.memberships.get().unit
    confirm_reading(call, clerk, unit)
    part = start_unit_application(call, unit, clerk)
    contact = {
        "contact_name": unit.contact_name,
        "contact_phone": "13900000951",
        "contact_email": unit.contact_email,
    }
    names = {"legal_representative": unit.legal_representative, "address": unit.address}
    return _submit(part, clerk, {**names, **contact})


def hire(part: Application, name: str, serial: int, fee: str) -> Application:
    """Files for somebody whom the unit has hired."""
    person = start_person_application(part, part.created_by)
    answers = {
        "name": name,
        "id_doc_type": "resident_id",
        "id_doc_number": resident_id(random.Random(serial), serial),
        "mobile": f"13900000{serial}",
        "qualification": "doctorate",
        "position": "研发总监",
        "employed_since": (today() - dt.timedelta(days=300)).isoformat(),
        "contract_years": "3",
        "annual_wage": "480000",
        "recruiting_fee": fee,
    }
    return _submit(person, part.created_by, answers)


def _submit(application: Application, clerk: User, answers: dict[str, str]) -> Application:
    save_answers(application.pk, clerk, answers, {})
    for slot in application.form.visible_slots(answers):
        rows = [("单位", application.unit_name), ("姓名", answers.get("name", "—"))]
        content = scan(slot.label.zh, rows, application.unit_name, tint=TINT)
        Attachment.objects.create(
            application=application,
            slot=slot.key,
            file=ContentFile(content, name="scan.jpg"),
            name=f"{slot.label.zh}.jpg",
            mime="image/jpeg",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=clerk,
        )
    return move(application.pk, Action.SUBMIT, clerk)


def agree(application: Application, staff: dict[str, User]) -> Application:
    """Through both offices."""
    for reviewer in (staff["sip_hrss"], staff["sip_review"]):
        application = move(application.pk, Action.APPROVE, reviewer, "同意。")
    return application


def _grant(application: Application, staff: dict[str, User]) -> None:
    if agree(application, staff).state == State.ON_NOTICE:
        move(application.pk, Action.CONCLUDE_NOTICE, None)
