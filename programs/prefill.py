"""What a filing takes over from the profiles, so that nobody types it twice."""

from typing import Any

from accounts.models import PersonProfile, Unit, User
from accounts.queries import unit_profile
from portal.lib.identifiers import birth_and_sex_of
from programs.answers import Answers, plain_answers
from programs.definitions.forms import Form
from programs.identity import hash_of
from programs.models import Application
from programs.queries.applications import approved_filing


def prefilled(
    form: Form,
    unit: Unit | None,
    person: User | None = None,
    unit_part: Application | None = None,
) -> Answers:
    """The answers that the profiles of the unit and of the person know today, and the unit's own
    part in the call."""
    known: dict[str, Any] = {}
    if unit_part and any((each.prefill or "").startswith("part.") for each in form.fields.values()):
        known |= {f"part.{key}": value for key, value in plain_answers(unit_part).items()}
    if unit:
        known |= {f"unit.{key}": value for key, value in unit_profile(unit).items()}
    if person:
        known |= {f"person.{key}": value for key, value in _person_profile(person).items()}
    return {
        key: str(known.get(question.prefill) or "")
        for key, question in form.fields.items()
        if question.prefill
    }


def refreshed(application: Application, answers: Answers) -> Answers:
    """The answers with what only the server writes: read-only ones are what the profiles say
    today, whatever is stored or was sent."""
    part = application.unit_application
    current = prefilled(application.form, application.unit, application.applicant, part)
    current |= _from_filings(application, answers)
    fixed = [key for key, question in application.form.fields.items() if question.read_only]
    return {**answers, **{key: current.get(key, "") for key in fixed}}


def _from_filings(application: Application, answers: Answers) -> Answers:
    """What the filings say that this one presupposes: `prefill = "<programme>.<field>"`."""
    wanted = {
        key: question.prefill.partition(".")
        for key, question in application.form.fields.items()
        if question.prefill
    }
    found: Answers = {}
    for needed in application.definition.prerequisites:
        keys = {key: name for key, (slug, _dot, name) in wanted.items() if slug == needed.program}
        person = hash_of(application.form, answers) if keys else ""
        filed = approved_filing(application, needed.program, person, same_unit=needed.same_unit)
        told = plain_answers(filed) if filed else {}
        found |= {key: told.get(name, "") for key, name in keys.items()}
    return found


def _person_profile(person: User) -> dict[str, Any]:
    """What somebody's account, identity card and 个人信息 say."""
    profile = PersonProfile.objects.filter(user=person).first()
    facts = {
        "full_name": person.full_name,
        "id_doc_type": person.id_doc_type,
        "id_doc_number": person.id_doc_number,
        "phone": person.phone,
        "email": person.email,
        **_facts_of_card(person),
    }
    if profile:
        facts |= {
            "sex": profile.sex,
            "birth_date": profile.birth_date,
            "address": profile.residence_address,
        }
    return facts


def _facts_of_card(person: User) -> dict[str, Any]:
    """Birth date and sex, where the document is a resident identity card."""
    if person.id_doc_type != "resident_id":
        return {}
    found = birth_and_sex_of(person.id_doc_number)
    return {"birth_date": found[0], "sex": found[1].value} if found else {}
