"""A programme walked through by its applicants and its offices, whatever its definition says."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from portal.lib.dates import today
from programs.models import Application, Call
from programs.prefill import prefilled
from programs.queries.applications import get_application_for
from programs.rules.consents import missing_ticks
from programs.states import GRANTED, Action, State
from programs.submission import find_problems
from programs.workflow import move
from reviews.actions import payments, ranking
from reviews.actions.payment_files import export_file, import_results
from reviews.jobs import conclude_notices
from reviews.models import Payment, PaymentState, RankedCall
from reviews.queries.ranking import ranked
from reviews.rules import desk_of
from reviews.tasks import run_batch
from tests.factories import (
    city_office,
    fill_slots,
    make_clerk,
    make_reviewer,
    make_staff,
    open_call,
    resident_id,
)
from tests.factories.answers import PERSON, full_answers
from tests.factories.own import make_identified_person
from tests.factories.people import settle
from tests.reviews.paying import (
    answer,
    choose_details,
    clerk_of,
    ready,
    started,
    upload_proof,
)

from .pages import as_post


@dataclass
class Cast:
    """Who files, and for whom."""

    clerk: User
    person: User
    id_doc_number: str

    @property
    def unit(self) -> Unit:
        return self.clerk.memberships.get().unit


def make_cast() -> Cast:
    number = resident_id()
    return Cast(make_clerk(), make_identified_person(id_doc_number=number), number)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def file_all(
    slug: str, cast: Cast, samples: dict[str, Any], *, year: int = 2026
) -> list[Application]:
    """Every part that the programme has, filed over its pages and submitted."""
    call = open_call(year, slug)
    for needed in call.definition.prerequisites:
        for part in file_all(needed.program, cast, samples):
            decide(part)
    if call.definition.filed_by == "person":
        return [_file_own(call, cast, samples)]
    unit_part = _file_unit(call, cast, samples)
    if call.definition.person is None:
        return [unit_part]
    return [unit_part, file_person(call, cast, {"id_doc_number": cast.id_doc_number, **samples})]


def _file_unit(call: Call, cast: Cast, samples: dict[str, Any]) -> Application:
    settle(cast.unit, call)
    client = browser(cast.clerk)
    urls = {
        name: reverse(f"programs:unit{suffix}", args=[call.program.slug, call.year])
        for name, suffix in (("page", ""), ("save", "_save"), ("submit", "_submit"))
    }
    if call.definition.guide:
        read = reverse("programs:confirm_reading", args=[call.program.slug, call.year])
        assert client.post(read, {"has_read": "on"}).status_code == 302
    assert client.get(urls["page"]).status_code == 200
    client.post(urls["save"], as_post(call.definition.form("unit"), {}))
    part = Application.objects.get(call=call, unit=cast.unit, part="unit")
    return _fill_and_submit(cast.clerk, urls, part, samples)


def file_person(call: Call, cast: Cast, known: dict[str, Any]) -> Application:
    """One more of the unit's people."""
    add = reverse("programs:add_person", args=[call.program.slug, call.year])
    assert browser(cast.clerk).post(add).status_code == 302
    person = Application.objects.filter(call=call, unit=cast.unit, part="person").latest("pk")
    return _fill_and_submit(cast.clerk, urls_of(person), person, known)


def _file_own(call: Call, cast: Cast, samples: dict[str, Any]) -> Application:
    client = browser(cast.person)
    assert client.post(reverse("programs:begin", args=[call.program.slug])).status_code == 302
    own = Application.objects.get(call=call, applicant=cast.person)
    question = own.form.unit_field
    known = {question.key: str(cast.unit.pk), **samples} if question else samples
    own = _fill_and_submit(cast.person, urls_of(own), own, known)
    if own.state == State.AWAITING_UNIT:
        report = reverse("programs:report_one", args=[own.number])
        assert browser(cast.clerk).post(report, {"confirmed": "on"}).status_code == 302
        own.refresh_from_db()
    return own


def urls_of(application: Application) -> dict[str, str]:
    names = {"page": "application", "save": "save", "submit": "submit"}
    return {
        key: reverse(f"programs:{name}", args=[application.number]) for key, name in names.items()
    }


def _fill_and_submit(
    user: User, urls: dict[str, str], application: Application, known: dict[str, Any]
) -> Application:
    """Empty it is refused and says what is missing; filled, with its papers, it is taken."""
    client, form = browser(user), application.form
    empty = client.get(urls["page"]).content.decode()
    for section in form.sections:
        assert str(section.title) in empty
    refused = client.post(urls["submit"], as_post(form, {}))
    assert refused.status_code == 422
    for slot in form.slots:
        if slot.required and slot.when is None and not slot.waived_when_verified:
            assert f"请上传“{slot.label}”。" in refused.content.decode()

    part = application.unit_application
    profile = prefilled(form, application.unit, application.applicant, part)
    answers = full_answers(form, {**PERSON, **profile, **known})
    assert client.post(urls["save"], as_post(form, answers)).status_code == 302
    fill_slots(application, answers)
    filled = client.get(urls["page"])
    assert filled.status_code == 200
    consents = [tick.purpose for tick in missing_ticks(application)]
    sent = client.post(urls["submit"], as_post(form, answers, agree=consents))
    assert sent.status_code == 302, find_problems(get_application_for(user, application.number))
    application.refresh_from_db()
    return application


def decide(application: Application) -> Application:
    """Through the offices: to the public notice, or until they have said yes."""
    while application.state not in GRANTED | {State.ON_NOTICE}:
        assert application.office, application.state
        reviewer = make_reviewer(application.office)
        stage = application.current_stage
        if stage and stage.kind == "ranking":
            _rank(application, reviewer)
        else:
            application = move(application.pk, Action.APPROVE, reviewer)
    return application


def _rank(application: Application, reviewer: User) -> None:
    """The whole list of the call at once, after its last day."""
    Call.objects.filter(pk=application.call_id).update(closes_at=timezone.now())
    call = RankedCall.objects.get(pk=application.call_id)
    seen = ranking.fingerprint(ranked(call))
    run_batch(ranking.carry_out(call, reviewer, desk_of(reviewer), seen).pk)
    application.refresh_from_db()


def after_notice(application: Application) -> Application:
    """The days of a notice are over by now, whether there was one or not."""
    conclude_notices()
    application.refresh_from_db()
    return application


def pay(application: Application) -> Application:
    """The first instalment, from the batch to the bank's answer."""
    finance = make_staff("finance", city_office("finance_bureau"))
    payment = started(application.call, finance)
    rule = application.definition.disbursement
    if rule and rule.receipt:
        ready(payment, finance)
    elif rule and rule.payee == "unit":
        if rule.employment_proof:
            upload_proof(clerk_of(payment), payment, today())
        choose_details(clerk_of(payment), payment)
        payments.confirm(payment.pk, application.created_by)
    export_file("ICBC", "csv", finance)
    row = (payment.number, str(payment.amount), "成功", today().isoformat(), "")
    assert import_results("r.csv", answer(row), finance).paid == 1
    assert Payment.objects.get(pk=payment.pk).state == PaymentState.PAID
    application.refresh_from_db()
    return application
