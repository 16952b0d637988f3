"""People of a roster become drafts, or change those that stand: as many at once as a worker has in
its hand, with as many statements as one takes."""

import json
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from portal.lib.numbering import next_numbers
from portal.lib.sql import rows
from programs.actions.carry_over import carry_over
from programs.actions.drafts import locked, merge, new_draft, why_not_editable
from programs.answers import Answers, pack
from programs.identity import hash_of
from programs.models import Application
from programs.prefill import prefilled
from programs.queries.applications import begun_in_unit, with_context
from programs.queries.roster import granted_last_year
from programs.workflow import Refused


def add_people(
    unit_part: Application, user: User, people: Sequence[Answers]
) -> list[Application | None]:
    """A draft for each under the unit's part, which continues what was granted her last year; None
    for somebody whom a colleague has begun meanwhile. IntegrityError when one is begun this very
    moment: nobody is added then."""
    form = unit_part.call.definition.form("person")
    hashes = [hash_of(form, typed) for typed in people]
    taken = begun_in_unit(unit_part, hashes)
    with transaction.atomic():
        continued = {
            earlier.id_doc_hash: draft
            for earlier in _last_year(unit_part, set(hashes) - taken)
            if (draft := _continue(earlier, unit_part, user, people, hashes))
        }
        new = [at for at, person in enumerate(hashes) if person not in continued]
        drafts = _begin(unit_part, user, [people[at] for at in new], taken)
    begun = dict(zip(new, drafts, strict=True))
    return [begun[at] if at in begun else continued[hashes[at]] for at in range(len(people))]


def _last_year(unit_part: Application, hashes: set[str]) -> list[Application]:
    granted = granted_last_year(unit_part.call, unit_part.named_unit.pk)
    found = granted.filter(id_doc_hash__in=hashes - {""}).exclude(carried_to__call=unit_part.call)
    return list(with_context(found).order_by("pk"))


def _continue(
    earlier: Application,
    unit_part: Application,
    user: User,
    people: Sequence[Answers],
    hashes: Sequence[str],
) -> Application | None:
    """继续申报, with what the roster says; None where there is nothing to continue any more."""
    try:
        draft = carry_over(earlier, unit_part.call, user)
    except Refused:
        return None
    change_people(unit_part, user, {draft.pk: people[hashes.index(earlier.id_doc_hash)]})
    return draft


def _begin(
    unit_part: Application, user: User, people: Sequence[Answers], taken: set[str]
) -> list[Application | None]:
    call, unit = unit_part.call, unit_part.named_unit
    form = call.definition.form("person")
    known = pack(form, prefilled(form, unit, unit_part=unit_part))
    numbers = next_numbers(call.definition.number_prefix, call.year, len(people))
    drafts: list[Application | None] = []
    for typed, number in zip(people, numbers, strict=True):
        draft = new_draft(
            call, Application.Part.PERSON, user, unit, number, unit_application=unit_part
        )
        draft.answers = known
        merge(draft, user, typed, taken=taken)
        drafts.append(draft if draft.id_doc_hash else None)
    Application.objects.bulk_create(draft for draft in drafts if draft)
    return drafts


def change_people(
    unit_part: Application, user: User, typed: Mapping[int, Answers]
) -> dict[int, str]:
    """Merges what a roster says into drafts, by their ids. Returns why some were left as they are.

    Whom a draft is about does not change: by that the roster has found it.
    """
    with transaction.atomic():
        drafts = list(locked().filter(pk__in=typed).order_by("pk"))
        gone = typed.keys() - {draft.pk for draft in drafts}
        refused = dict.fromkeys(gone, _("该草稿已被删除，请重新上传名单后再导入。"))
        refused |= {draft.pk: why for draft in drafts if (why := why_not_editable(draft))}
        changed = [draft for draft in drafts if draft.pk not in refused]
        for draft in changed:
            draft.unit_application = unit_part
            merge(draft, user, typed[draft.pk])
        _store(changed)
    return refused


def _store(drafts: Sequence[Application]) -> None:
    values = [
        (d.pk, json.dumps(d.answers), json.dumps(d.edits), d.revision, d.name, d.id_doc_type)
        for d in drafts
    ]
    if values:
        rows(_STORE, [list(column) for column in zip(*values, strict=True)])


#: Several times as quick as `bulk_update`.
_STORE = """
UPDATE programs_application AS draft
SET answers = new.answers::jsonb, edits = new.edits::jsonb, revision = new.revision,
    name = new.name, id_doc_type = new.id_doc_type, updated_at = now()
FROM unnest(%s, %s, %s, %s, %s, %s) AS new (id, answers, edits, revision, name, id_doc_type)
WHERE draft.id = new.id RETURNING draft.id
"""
