"""People of a roster become drafts, or change those that stand: as many at once as a worker has in
its hand, with as many statements as one takes."""

import json
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from portal.lib.numbering import next_numbers
from portal.lib.sql import rows
from programs.actions.drafts import locked, merge, new_draft, why_not_editable
from programs.answers import Answers, pack
from programs.identity import hash_of
from programs.models import Application
from programs.prefill import prefilled
from programs.queries.applications import begun_in_unit


def add_people(
    unit_part: Application, user: User, people: Sequence[Answers]
) -> list[Application | None]:
    """A draft for each under the unit's part; None for somebody whom a colleague has begun
    meanwhile. IntegrityError when one is begun this very moment: nobody is added then."""
    call, unit = unit_part.call, unit_part.named_unit
    form = call.definition.form("person")
    known = pack(form, prefilled(form, unit, unit_part=unit_part))
    taken = begun_in_unit(unit_part, [hash_of(form, typed) for typed in people])
    numbers = next_numbers(call.definition.number_prefix, call.year, len(people))
    drafts: list[Application | None] = []
    for typed, number in zip(people, numbers, strict=True):
        draft = new_draft(
            call, Application.Part.PERSON, user, unit, number, unit_application=unit_part
        )
        draft.answers = known
        merge(draft, user, typed, taken=taken)
        drafts.append(draft if draft.id_doc_hash else None)
    with transaction.atomic():
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
