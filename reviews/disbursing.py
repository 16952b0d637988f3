"""What carries a payment on: its applications move with it, and its people are told.

The callers hold the payment's row, in the transaction of the change.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import BankAccount, Contact, Unit, User
from accounts.notifications import notify_all, notify_contact
from accounts.rules import UnitMembers
from portal.lib.banks import bank_of
from portal.lib.dates import today
from portal.lib.locks import serialise
from portal.lib.money import yuan
from portal.lib.numbering import next_number
from programs.answers import Answers, plain_answers
from programs.definitions.forms import ACCOUNTS
from programs.models import Application, Call
from programs.states import Action, State
from programs.workflow import move
from reviews.models import DisbursementBatch, Payment, PaymentState
from reviews.queries.disbursement import is_last, lines_of, payable


@transaction.atomic
def prepare_due(call: Call) -> list[DisbursementBatch]:
    """A batch of each later instalment of which something is due; once, until it is started."""
    rule = call.definition.disbursement
    prepared = []
    for instalment in range(2, len(rule.instalments) + 1) if rule else ():
        waiting = DisbursementBatch.objects.filter(
            call=call, instalment=instalment, state=DisbursementBatch.State.DUE
        )
        if waiting.exists() or not payable(call, instalment, None).exists():
            continue
        serialise(f"instalment {call.pk} {instalment}")
        if not waiting.exists():
            prepared.append(
                DisbursementBatch.objects.create(
                    number=next_number("BF", today().year),
                    call=call,
                    instalment=instalment,
                    due_on=today(),
                )
            )
    return prepared


def columns_of_account(saved: BankAccount) -> dict[str, str]:
    """The columns of a payment that say to what account it goes."""
    return {"bank": saved.bank, "bank_name": saved.bank_name, "account_number": saved.number}


def columns_of_contact(saved: Contact) -> dict[str, str]:
    """The columns of a payment that say whom to ask."""
    return {
        "contact_name": saved.name,
        "contact_mobile": saved.mobile,
        "contact_email": saved.email,
    }


def open_payment(payment: Payment) -> None:
    """Makes a planned payment known: its applications wait for the money, its people are told.

    What is paid to a person goes to the account in her application, and needs nothing more.
    """
    batch = payment.batch
    move_applications(payment, Action.START_DISBURSEMENT, batch.started_by, batch.address)
    payment.state = PaymentState.AWAITING_CONFIRMATION
    if payment.to_person:
        _take_account_of(payment, _application_of(payment))
    elif payment.unit:
        _propose_details(payment, payment.unit)
    payment.save()
    tell(payment, "payment_started" if not payment.bank else "payment_started_to_person")


def _take_account_of(payment: Payment, application: Application) -> None:
    answers, fields = plain_answers(application), application.form.fields.values()
    numbers = [answers[f.key] for f in fields if f.type in ACCOUNTS and answers.get(f.key)]
    bank_name = str(answers.get("bank_name") or "")
    if numbers and bank_name:
        payment.bank, payment.bank_name = bank_of(bank_name), bank_name
        payment.account_number = str(numbers[0])
        payment.state = PaymentState.READY


def _propose_details(payment: Payment, unit: Unit) -> None:
    """Account and contact of the unit's last payment, if it still keeps them, or the only ones."""
    last = Payment.objects.filter(unit=unit, to_person=False, state=PaymentState.PAID).first()
    accounts, contacts = list(unit.bank_accounts.all()), list(unit.contacts.all())
    for account in accounts:
        if len(accounts) == 1 or (last and account.number == last.account_number):
            _fill(payment, columns_of_account(account))
    for contact in contacts:
        if len(contacts) == 1 or (last and contact.mobile == last.contact_mobile):
            _fill(payment, columns_of_contact(contact))


def _fill(payment: Payment, columns: dict[str, str]) -> None:
    for name, value in columns.items():
        setattr(payment, name, value)


def is_to_company(payment: Payment) -> bool:
    """Whether it goes to a company or institution that the application names."""
    application = _application_of(payment)
    fields = application.form.fields.values()
    return any(f.type == "company_account" and application.answers.get(f.key) for f in fields)


def settle(payment: Payment, actor: User, address: str | None) -> None:
    """What follows from the money having arrived: the payment is marked already."""
    for line in lines_of(payment):
        last = is_last(line.application, line.instalment)
        verb = Action.CONFIRM_DISBURSEMENT if last else Action.CONFIRM_INSTALMENT
        _move(line.application, verb, actor, address)
    tell(payment, "payment_paid")


def move_applications(
    payment: Payment, action: Action, actor: User | None, address: str | None
) -> None:
    """Takes the action on all applications of the payment that it has not reached yet."""
    for line in lines_of(payment):
        _move(line.application, action, actor, address)


def _move(
    application: Application, action: Action, actor: User | None, address: str | None
) -> None:
    # A restricted filing is only stored (PIPL art. 47): the payment's own record says the rest.
    is_printing = action is Action.REQUEST_RECEIPT
    is_there = is_printing and application.state == State.AWAITING_RECEIPT
    if not application.is_restricted and not is_there:
        move(application.pk, action, actor, address=address)


def tell(payment: Payment, kind: str, **more: Any) -> None:
    """Tells who files, and the contact of the payment (before there is one, of the application)."""
    application = _application_of(payment)
    context = context_of(payment, application) | more
    link = f"/disbursement/{payment.number}/"
    own = application.applicant
    members = [] if own else UnitMembers(application.unit_id, application.call.program.slug).users
    told = [own] if own else members
    notify_all(told, kind, context, link=link, unit=None if own else application.unit)
    if own:
        return
    phone, email = contact_of(payment, application)
    notify_contact(
        kind,
        context,
        phone=phone if phone not in {user.phone for user in told} else "",
        email=email if email not in {user.email for user in told} else "",
    )


def context_of(payment: Payment, application: Application) -> dict[str, Any]:
    batch: DisbursementBatch = payment.batch
    return {
        "program": application.definition.name.zh,
        "year": batch.call.year,
        "unit": application.unit_name,
        "name": payment.payee_name,
        "number": payment.number,
        "amount": yuan(payment.amount),
        "comment": payment.reason,
    }


def contact_of(payment: Payment, application: Application) -> tuple[str, str]:
    """Mobile and e-mail of the payment's contact, else of the contact named in the application."""
    if payment.contact_mobile:
        return payment.contact_mobile, payment.contact_email
    source = application.unit_application or application
    answers: Answers = plain_answers(source)
    found = {f.type: str(answers.get(f.key) or "") for f in source.form.fields.values()}
    return found.get("mobile", ""), found.get("email", "")


def _application_of(payment: Payment) -> Application:
    """One of its applications: all of a payment are of one unit or of one person."""
    line = lines_of(payment).select_related("application__unit_application").first()
    assert line
    return line.application
