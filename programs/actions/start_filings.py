"""Filings begun for people whom the unit has filed before: one of them, or all who are ticked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Unit, User
from programs.actions.attachments import share_files
from programs.actions.carry_over import carry_over, filed_already
from programs.actions.drafts import new_draft
from programs.answers import pack, plain_answers
from programs.cards import period_of
from programs.carrying import known_answers, plan_of
from programs.continuing import imagined, to_continue, told_by
from programs.definitions.forms import Form
from programs.identity import identify
from programs.models import Application, Attachment, Call
from programs.prefill import prefilled
from programs.queries.applications import person_history, unit_application
from programs.queries.filing import accepts_people
from programs.queries.workspace import filings_of_person
from programs.states import OPEN
from programs.submission import barriers
from programs.workflow import Refused


@dataclass(frozen=True)
class Started:
    """What became of one person."""

    person: Application
    """The earlier filing by which she was ticked."""
    draft: Application | None = None
    is_new: bool = False
    refusal: str = ""


def start_filings(
    people: Iterable[Application], call: Call, membership: Membership, user: User
) -> list[Started]:
    """A draft in the call for each of these people; the existing one where there is one.

    Raises `Refused` where nobody can be filed: the call is closed, or waits for the unit's part.
    """
    if not call.is_open():
        raise Refused(_("本项目不在申报时间内（{period}）。").format(period=period_of(call)))
    unit_part = unit_application(call, membership.unit_id)
    if unit_part is None or not accepts_people(unit_part):
        raise Refused(_("请先提交本年度“单位申报信息”，再为人员建立申报。"))
    return [_start(person, unit_part, membership, user) for person in people]


def _start(
    person: Application, unit_part: Application, membership: Membership, user: User
) -> Started:
    if not person.id_doc_hash:
        return Started(person, refusal=_("尚未填写证件号码，请先在原申报中补全。"))
    filings = filings_of_person(membership, person)
    if existing := _existing(person, unit_part):
        return Started(person, existing)
    try:
        if earlier := to_continue(filings, unit_part.call):
            return Started(person, carry_over(earlier, unit_part.call, user), is_new=True)
        with transaction.atomic():
            # Two clicks at once wait for each other here.
            unit = Unit.objects.select_for_update().get(pk=unit_part.named_unit.pk)
            if existing := _existing(person, unit_part):
                return Started(person, existing)
            return Started(person, _draft(person, filings, unit_part, unit, user), is_new=True)
    except IntegrityError:
        return Started(person, refusal=str(filed_already(unit_part.call)))
    except Refused as refusal:
        return Started(person, refusal=str(refusal))


def _existing(person: Application, unit_part: Application) -> Application | None:
    """What the unit has under way for the person in the call."""
    same = unit_part.people.filter(id_doc_hash=person.id_doc_hash, lapsed_on=None)
    return same.filter(state__in=OPEN).first()


def _draft(
    person: Application,
    filings: Sequence[Application],
    unit_part: Application,
    unit: Unit,
    user: User,
) -> Application:
    """A new draft with all that the unit has told of the person before."""
    call = unit_part.call
    begun = imagined(call, unit, unit_part, person.id_doc_hash)
    history = person_history(begun, person.id_doc_hash)
    if obstacles := barriers(begun, person.id_doc_hash, history):
        raise Refused(obstacles[0].message)
    form = call.definition.form("person")
    answers = known_answers(form, told_by(filings)) | {
        key: value for key, value in prefilled(form, unit, unit_part=unit_part).items() if value
    }
    draft = new_draft(call, Application.Part.PERSON, user, unit, unit_application=unit_part)
    draft.answers = pack(form, answers)
    identify(draft, answers)
    if not draft.id_doc_hash:
        raise Refused(_("以往申报中的证件信息不完整，请使用“新增申报”填写。"))
    draft.save()
    share_files(_same_papers(form, filings), draft, user)
    return draft


def _same_papers(form: Form, filings: Sequence[Application]) -> list[Attachment]:
    """The newest files of slots that ask for the same paper under the same name."""
    papers: dict[str, list[Attachment]] = {}
    for filing in filings:
        if filing.is_own:
            continue
        files = list(filing.attachments.all())
        plan = plan_of(filing.form, form, plain_answers(filing), files)
        found: dict[str, list[Attachment]] = {}
        for file in plan.files:
            if filing.form.slot_by_key[file.slot].label == form.slot_by_key[file.slot].label:
                found.setdefault(file.slot, []).append(file)
        papers = {**found, **papers}
    return [file for files in papers.values() for file in files]
