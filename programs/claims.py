"""Things that only one application may use, such as an invoice: claimed, told, released.

Where a programme issues a certificate, the person herself is such a thing, whatever the year of the
call: nobody holds two that are valid. So is what its definition says is granted `once`. What a row
claims is the text of the fields that its section's `repeat.unique` names; only its keyed hash is
stored. The scope is the programme, or the group of programmes that exclude each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.lib.crypto import keyed_hash
from portal.lib.sql import rows
from programs.definitions.base import applies
from programs.definitions.forms import Section
from programs.definitions.route import Once
from programs.identity import hash_of
from programs.models import Application, UniqueClaim


@dataclass(frozen=True)
class Claim:
    """What one row of a repeating section claims, or an application for its person."""

    scope: str
    value: str
    """Keyed hash."""
    section: Section | None = None
    row: int = 0
    once: Once | None = None
    """What is granted once, for a claim of that."""

    @property
    def key(self) -> tuple[str, str]:
        return self.scope, self.value


#: Which application holds what: {(scope, value): application id}.
Holders = Mapping[tuple[str, str], int]


def claims_of(application: Application, answers: dict[str, Any]) -> list[Claim]:
    """Everything that the answers claim, row by row."""
    definition = application.definition
    group = definition.exclusive_group or definition.slug
    person = hash_of(application.form, answers) if definition.certificate else ""
    own = [Claim(f"{definition.slug}.certificate", person)] if person else []
    own += [_claim_once(application, once, answers) for once in _asked_for(application, answers)]
    return own + [
        Claim(f"{group}.{key}", keyed_hash(_text(values, section.repeat.unique)), section, row)
        for key, section in application.form.groups.items()
        if section.repeat and section.repeat.unique
        for row, values in enumerate(answers.get(key) or [])
    ]


def _asked_for(application: Application, answers: dict[str, Any]) -> list[Once]:
    """What is granted once and these answers ask for."""
    if not application.is_person or not hash_of(application.form, answers):
        return []
    return [each for each in application.definition.once if applies(each.when, answers)]


def _claim_once(application: Application, once: Once, answers: dict[str, Any]) -> Claim:
    is_of_unit = once.per == "unit"
    whose = str(application.unit_id) if is_of_unit else hash_of(application.form, answers)
    value = keyed_hash(f"{whose}/{_text(answers, once.fields)}")
    return Claim(f"{application.definition.slug}.{once.key}", value, once=once)


def holders_of(claims: Sequence[Claim]) -> Holders:
    """Which applications hold what is claimed, in one query."""
    if not claims:
        return {}
    found = UniqueClaim.objects.filter(
        scope__in={claim.scope for claim in claims}, value__in={claim.value for claim in claims}
    ).values_list("scope", "value", "application")
    return {(scope, value): holder for scope, value, holder in found}


def take(application: Application, claims: Sequence[Claim]) -> bool:
    """Replaces what the application holds; False when others hold some of it.

    Waits for somebody who is claiming the same just now, and then knows who holds it.
    """
    if application.submitted_at or application.is_own:
        application.claims.all().delete()
    # In one order for everybody: two who claim the same two never wait for each other.
    wanted = sorted({claim.key for claim in claims})
    if not wanted:
        return True
    scopes, values = zip(*wanted, strict=True)
    return len(rows(_TAKE, [application.pk, list(scopes), list(values)])) == len(wanted)


_TAKE = """
INSERT INTO programs_uniqueclaim (application_id, scope, value)
SELECT %s, * FROM unnest(%s, %s) ON CONFLICT (scope, value) DO NOTHING RETURNING id
"""


def release(application: Application) -> None:
    """Lets others use what a refused application had claimed."""
    application.claims.all().delete()


def _text(values: dict[str, Any], keys: Sequence[str]) -> str:
    return "/".join(str(values.get(key, "")).strip().upper() for key in keys)
