"""Drafts: begun, saved field by field, deleted."""

import hashlib
import json
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pgtrigger
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import Unit, User
from portal.lib.numbering import next_number
from programs.actions.guide import demand_reading
from programs.answers import Answers, pack, plain_answers
from programs.definitions.forms import Form
from programs.identity import identify, place
from programs.models import Application, Attachment, Call, Mark
from programs.prefill import prefilled, refreshed
from programs.queries.applications import open_application_of, unit_application, with_context
from programs.queries.filing import accepts_people, blank_person_draft
from programs.rules.access import can_delete
from programs.rules.values import is_blank
from programs.workflow import Refused


@dataclass(frozen=True)
class Conflict:
    """A field that a colleague changed while somebody else was changing it too."""

    key: str
    theirs: Any
    by: str
    """The colleague's masked name."""


@dataclass
class Saved:
    """What a save did. `base` is what the page is to send back with its next save."""

    application: Application
    answers: Answers
    base: dict[str, str]
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    renewed: list[str] = field(default_factory=list)
    """Fields that the page had not touched and that a colleague has changed meanwhile."""


def fingerprints(form: Form, answers: Answers) -> dict[str, str]:
    """A short hash of each answer, missing ones too: enough to tell whether it has changed."""
    return {key: _fingerprint(answers.get(key)) for key in (*form.fields, *form.groups)}


def start_unit_application(call: Call, unit: Unit, user: User) -> Application:
    """The unit's part in a call; begun with the unit's profile when there is none yet.

    `Refused` while a guide that must be read has not been.
    """
    with transaction.atomic():
        # The unit's row is the queue for two clicks at once.
        Unit.objects.select_for_update().get(pk=unit.pk)
        if existing := unit_application(call, unit.pk):
            return existing
        demand_reading(call, user, unit)
        form = call.definition.form("unit")
        draft = new_draft(call, Application.Part.UNIT, user, unit)
        draft.answers = pack(form, prefilled(form, unit))
        draft.save()
        return draft


def start_own_application(call: Call, person: User) -> Application:
    """A person's own application in a call; the open one when there is one already."""
    with transaction.atomic():
        # The person's row is the queue for two clicks at once.
        User.objects.select_for_update().get(pk=person.pk)
        if existing := open_application_of(person.pk, call):
            return existing
        demand_reading(call, person, None)
        form = call.definition.form("person")
        answers = prefilled(form, None, person)
        draft = new_draft(call, Application.Part.PERSON, person, applicant=person)
        draft.answers = pack(form, answers)
        identify(draft, answers)
        draft.save()
        return draft


def start_person_application(unit_part: Application, user: User) -> Application:
    """A new person under a unit's part; the user's own untouched draft when there is one.

    Raises `Refused` until the unit's part has been submitted.
    """
    if not accepts_people(unit_part):
        raise Refused(_("请先提交“单位申报信息”，再新增申报人员。"))
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit_part.named_unit.pk)
        if blank := blank_person_draft(unit_part, user.pk):
            return blank
        form = unit_part.call.definition.form("person")
        draft = new_draft(
            unit_part.call, Application.Part.PERSON, user, unit, unit_application=unit_part
        )
        draft.answers = pack(form, prefilled(form, unit, unit_part=unit_part))
        draft.save()
        return draft


def new_draft(
    call: Call,
    part: str,
    creator: User,
    unit: Unit | None = None,
    number: str = "",
    **fields: Any,
) -> Application:
    """A draft with a number of its own, pinned to what the call asks for today; not stored yet."""
    return Application(
        number=number or next_number(call.definition.number_prefix, call.year),
        call=call,
        version=call.version,
        part=part,
        unit=unit,
        unit_name=unit.name if unit else "",
        district=unit.district if unit else None,
        created_by=creator,
        **fields,
    )


def lock_editable(application_id: int) -> Application:
    """The application, locked until the end of the transaction; `Refused` once submitted."""
    application = locked().get(pk=application_id)
    if refusal := why_not_editable(application):
        raise Refused(refusal)
    return application


def locked() -> QuerySet[Application]:
    """Applications, each locked as it is read until the end of the transaction."""
    return with_context(Application.objects.select_for_update(of=("self",)))


def why_not_editable(application: Application) -> str:
    """Why its answers may not change; "" while they may."""
    if application.is_restricted:
        return _("该申报件已限制处理，依法只作存储，不能再修改。")
    if not application.is_editable:
        return _("该申报件已提交，不能再修改。请刷新页面查看最新状态。")
    return ""


def save_answers(
    application_id: int,
    user: User,
    typed: Answers,
    base: Mapping[str, str],
    *,
    keep: Collection[str] = (),
    take: Collection[str] = (),
) -> Saved:
    """Merges what one page typed into the draft, field by field.

    `base` holds the fingerprints of the answers that the page began with. A field that only the
    page changed is stored; one that only a colleague changed stays as it is; where both did, the
    stored answer stays and the conflict is reported, unless the user has chosen: `keep` names
    fields to overwrite, `take` fields to leave to the colleague.
    """
    with transaction.atomic():
        application = lock_editable(application_id)
        saved = merge(application, user, typed, base, keep=keep, take=take)
        _store(application)
    return saved


def merge(
    application: Application,
    user: User,
    typed: Answers,
    base: Mapping[str, str] | None = None,
    *,
    keep: Collection[str] = (),
    take: Collection[str] = (),
    taken: Container[str] | None = None,
) -> Saved:
    """What `save_answers` stores, not stored yet. `taken`: see `identify`."""
    # What the first submission has fixed is not asked again.
    typed = {key: value for key, value in typed.items() if key not in application.fixed}
    saved = _merge(application, user, typed, base or {}, keep, take)
    if application.is_own:
        place(application, saved.answers)
    saved.answers = answers = refreshed(application, saved.answers)
    application.answers = pack(application.form, answers)
    if application.is_person:
        identify(application, answers, taken)
    return saved


def _merge(
    application: Application,
    user: User,
    typed: Answers,
    base: Mapping[str, str],
    keep: Collection[str],
    take: Collection[str],
) -> Saved:
    stored = plain_answers(application)
    saved = Saved(application, stored, {})
    revision = application.revision + 1
    for key, value in typed.items():
        mine, theirs = _fingerprint(value), _fingerprint(stored.get(key))
        began = base.get(key, theirs)
        saved.base[key] = theirs
        if mine == theirs:
            continue
        if key in take or mine == began:
            saved.renewed.append(key)
        elif key in keep or began == theirs:
            stored[key] = value
            saved.base[key] = mine
            application.edits[key] = [revision, user.pk]
            application.revision = revision
        else:
            saved.base[key] = began
            saved.conflicts[key] = Conflict(key, stored.get(key), _editor(application, key))
    return saved


def _editor(application: Application, key: str) -> str:
    _revision, user_id = application.edits.get(key) or (0, 0)
    editor = User.objects.filter(pk=user_id).first()
    return str(editor) if editor else _("同事")


def _store(application: Application) -> None:
    """Saves; when a colleague has just saved the same person, that one keeps the claim."""
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError:
        application.id_doc_hash = ""
        application.save()


def delete_draft(application_id: int, user: User, address: str | None = None) -> None:
    """Deletes a person's draft with its files; `Refused` once an office has received anything.

    A draft that was taken back from the unit leaves a line in the audit log instead of its steps.
    """
    with transaction.atomic():
        application = lock_editable(application_id)
        if not can_delete(user, application):
            raise Refused(_("只有未提交过的个人草稿可以删除。"))
        attachments = list(application.attachments.all())
        steps = application.transitions.all()
        if steps:
            detail = {"number": application.number}
            record(user, "application_deleted", application, detail, address)
            with pgtrigger.ignore("programs.Transition:append_only", "programs.Mark:append_only"):
                Mark.objects.filter(transition__in=steps).delete()
                steps.delete()
        application.delete()
        transaction.on_commit(partial(discard_files, attachments))


def discard_files(attachments: Iterable[Attachment]) -> None:
    """Removes from the storage what rows that are gone pointed at, and no other does."""
    for attachment in attachments:
        same = Attachment.objects.filter(sha256=attachment.sha256, file=attachment.file.name)
        if same.exists():
            continue
        for stored in (attachment.file, attachment.thumbnail):
            if stored.name:
                stored.storage.delete(stored.name)


def _fingerprint(value: Any) -> str:
    text = json.dumps(_canonical(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def says_same(one: Any, other: Any) -> bool:
    """Whether two answers have the same fingerprint."""
    return bool(one == other or _canonical(one) == _canonical(other))


def _canonical(value: Any) -> Any:
    """The same for everything that counts as blank, and for rows with and without blanks."""
    if isinstance(value, list):
        return [_canonical(item) for item in value] or None
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items() if not is_blank(item)}
    if is_blank(value) or value is False:
        return None
    return str(value)
