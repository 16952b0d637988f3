"""Loading definitions into immutable versions."""

import hashlib
import json
from pathlib import Path

from django.db import transaction

from accounts.actions.businesses import load_businesses, store_business
from programs.definitions.loader import FOLDER, definition_files, read_definition
from programs.definitions.schema import Definition
from programs.models import Program, ProgramVersion


def load_programs(folder: Path = FOLDER) -> list[ProgramVersion]:
    """Stores every definition of the folder; one that has not changed keeps its version.

    All or nothing: raises `DefinitionError` for a wrong file before anything is written.
    """
    definitions = [read_definition(path) for path in definition_files(folder)]
    with transaction.atomic():
        load_businesses()
        return [store_version(definition) for definition in definitions]


def store_version(definition: Definition) -> ProgramVersion:
    """The version that holds this definition, a new one when none does yet."""
    program, _created = Program.objects.update_or_create(
        slug=definition.slug,
        defaults={
            "name": definition.name.zh,
            "name_en": definition.name.en,
            "group": definition.group,
            "subgroup": definition.subgroup.zh if definition.subgroup else "",
            "subgroup_en": definition.subgroup.en if definition.subgroup else "",
            "exclusive_group": definition.exclusive_group or "",
        },
    )
    # Operators are allowed programme by programme.
    store_business(definition.slug, definition.name.zh, definition.name.en)
    return version_of(program, definition)


def version_of(
    program: Program, definition: Definition, origin: ProgramVersion | None = None
) -> ProgramVersion:
    """The version of a programme with this content, made from `origin` where there is none yet."""
    Program.objects.select_for_update().get(pk=program.pk)
    content = definition.model_dump(mode="json", exclude_defaults=True)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    known = program.versions.filter(sha256=digest).first()
    if known:
        return known
    latest = program.versions.order_by("-number").first()
    return ProgramVersion.objects.create(
        program=program,
        number=latest.number + 1 if latest else 1,
        content=content,
        sha256=digest,
        origin=origin,
    )
