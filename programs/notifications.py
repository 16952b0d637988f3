"""Who is told what when an application changes.

The clerks of the unit get an inbox line, an SMS and an e-mail, and so does a person who files for
herself; what comes to one of them within a moment is gathered. The contact named in the application
is told at the mobile and address given there: of a unit's part whenever it changes, of a person's
part when it was decided upon, as is the contact that the unit has named for all its people.
"""

from typing import Any

from django.conf import settings
from django.utils import translation

from accounts.models import User
from accounts.notifications import notify_all, notify_contact
from accounts.rules import UnitMembers
from portal.lib.dates import today
from portal.lib.money import yuan
from programs.answers import plain_answers
from programs.models import Application, Document, Transition
from programs.states import IN_REVIEW, Action, State

#: What a change of state is called in the kinds of notification.
NEWS: dict[State, str] = {
    State.AWAITING_UNIT: "handed_over",
    State.AWAITING_PRE_REVIEW: "submitted",
    State.PENDING_REVIEW: "submitted",
    State.RETURNED: "returned",
    State.APPROVED: "approved",
    State.REJECTED: "rejected",
}
#: A person has no part in the submission, their unit has.
NEWS_FOR_PERSON = frozenset({"returned", "approved", "rejected"})

#: Handed in and not decided: who has filed it waits for something.
RUNNING = IN_REVIEW | {State.RETURNED, State.ON_NOTICE}


def announce(application: Application, transition: Transition, members: UnitMembers) -> None:
    """Tells everybody concerned of a change of state (not of a step between stages).

    A person returned together with the unit is not told: the unit's own notice says it, and only
    the unit can do something about it.
    """
    news = NEWS.get(State(application.state))
    if news is None or transition.from_state == transition.to_state:
        return
    if transition.action == Action.RETURN_WITH_UNIT:
        return
    part = "application" if application.is_person else "unit"
    kind, context = f"{part}_{news}", _context(application, transition)
    slug, year = application.definition.slug, application.call.year
    told = _concerned(application, members)
    gather = f"{slug}-{year}" if application.is_person else ""
    # Of the unit's affairs, unless it is the person herself who is told.
    unit = None if application.applicant in told else application.unit
    link = f"/my/{application.number}/"
    notify_all(told, kind, context, link=link, gather=gather, unit=unit)
    if application.is_own:
        return
    if not application.is_person:
        _tell_contact(application, kind, context, told)
    elif news in NEWS_FOR_PERSON:
        _tell_contact(application, f"person_{news}", context, [])
        _tell_units_contact(application, kind, context, told, gather)


def announce_restriction(application: Application) -> None:
    """Tells the unit that what it has filed about somebody goes no further.

    Nobody is told of what was over, or of what the person has filed herself.
    """
    if application.is_own or application.state not in RUNNING:
        return
    members = UnitMembers(application.unit_id, application.call.program.slug)
    link, context = f"/my/{application.number}/", _file_of(application)
    notify_all(members.users, "application_restricted", context, link=link, unit=application.unit)


def announce_revocation(document: Document, reason: str) -> None:
    """Tells the holder of a document that it counts no longer: who has filed for it, and the
    person herself at the addresses in the application."""
    application = document.application
    told = _concerned(application, UnitMembers(application.unit_id, application.call.program.slug))
    with translation.override(settings.LANGUAGE_CODE):
        context = _file_of(application) | {"document": str(document), "comment": reason}
    unit = None if application.applicant in told else application.unit
    link = f"/my/{application.number}/"
    notify_all(told, "document_revoked", context, link=link, unit=unit)
    if application.is_person and not application.is_own:
        _tell_contact(application, "document_revoked_of_person", context, [])


def announce_expiry(application: Application) -> None:
    """Tells the holder of a certificate that it ends soon: who has filed for it, and the person
    herself at the addresses in the application."""
    certificate, day = application.definition.certificate, application.valid_until
    if certificate is None or day is None:
        return
    told = _concerned(application, UnitMembers(application.unit_id, application.call.program.slug))
    days = {"days": (day - today()).days, "day": f"{day:%Y-%m-%d}"}
    context = _file_of(application) | days | {"document": certificate.title.zh}
    unit = None if application.applicant in told else application.unit
    gather = f"{application.definition.slug}-{application.call.year}"
    link = f"/my/{application.number}/"
    notify_all(told, "certificate_expiring", context, link=link, gather=gather, unit=unit)
    if not application.is_own:
        _tell_contact(application, "certificate_expiring_of_person", context, [])


def _concerned(application: Application, members: UnitMembers) -> list[User]:
    """Who files it; the people of the unit while a person's own waits for them."""
    if application.applicant and application.state != State.AWAITING_UNIT:
        return [application.applicant]
    if application.is_own:
        # The unit that she has just selected.
        members = UnitMembers(application.unit_id, application.call.program.slug)
    return members.users


def _context(application: Application, transition: Transition) -> dict[str, Any]:
    context = _file_of(application) | {
        "comment": transition.comment,
        "granted": _granted(application),
    }
    if not application.is_person and application.state == State.RETURNED:
        context["people"] = application.people.filter(state=State.RETURNED).count()
    return context


def _file_of(application: Application) -> dict[str, Any]:
    """What every kind of notification about an application may mention."""
    return {
        "program": application.definition.name.zh,
        "year": application.call.year,
        "name": application.name or application.unit_name,
        "unit": application.unit_name,
        "number": application.number,
    }


def _granted(application: Application) -> str:
    """What was granted, to follow 审核通过; nothing where the programme pays nothing."""
    definition, amount = application.definition, application.approved_amount
    if amount is None or definition.calculation is None:
        return ""
    return f"，核定{definition.policy.amount_label.zh} {yuan(amount)}"


def _tell_contact(
    application: Application, kind: str, context: dict[str, Any], told: list[User]
) -> None:
    """Tells the contact given in the application, unless a clerk has the same address."""
    phone, email = _contact_of(application, told)
    notify_contact(kind, context, phone=phone, email=email)


def _tell_units_contact(
    application: Application, kind: str, context: dict[str, Any], told: list[User], gather: str
) -> None:
    """Tells the contact whom the unit has named in its own part what became of a person."""
    if application.unit_application is None:
        return
    phone, email = _contact_of(application.unit_application, told)
    link = f"/my/{application.number}/"
    notify_contact(kind, context, phone=phone, email=email, link=link, gather=gather)


def _contact_of(application: Application, told: list[User]) -> tuple[str, str]:
    """Mobile and e-mail address given in the application, but for those of who has been told."""
    fields = application.form.fields.values()
    answers = plain_answers(application)
    found = {field.type: str(answers.get(field.key) or "") for field in fields}
    phones, emails = {user.phone for user in told}, {user.email for user in told}
    phone, email = found.get("mobile", ""), found.get("email", "")
    return (phone if phone not in phones else "", email if email not in emails else "")
