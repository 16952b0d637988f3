"""What the database itself refuses of an application: conditions of its triggers."""

from collections.abc import Iterable

import pgtrigger

from programs.states import EDITABLE, State, ending_pairs, permitted_pairs

#: What was filed, by whom, and for what.
FILED = (
    "answers", "name", "id_doc_type", "id_doc_hash",
    "unit_id", "applicant_id", "call_id", "version_id",
)  # fmt: skip


def names_of(states: frozenset[State]) -> list[str]:
    return sorted(states)


def illegal_move() -> pgtrigger.Condition:
    """The condition under which an update is an illegal change of state.

    What was granted to a person is never opened again; a unit's part, which no office decides
    upon, may be.
    """
    reopened = "OLD.part = 'person' AND OLD.state = 'approved' AND NEW.state = 'draft'"
    return pgtrigger.Condition(f"{_moves_beyond(permitted_pairs())} OR ({reopened})")


def frozen_columns() -> pgtrigger.Condition:
    """The condition under which an update changes what was submitted."""
    editable = ", ".join(f"'{s}'" for s in names_of(EDITABLE))
    return pgtrigger.Condition(f"OLD.state NOT IN ({editable}) AND ({_changes(FILED)})")


def restricted_changes() -> pgtrigger.Condition:
    """The condition under which an update does more with a restricted filing than end it."""
    changed = _changes((*FILED, "restricted_at"))
    beyond = _moves_beyond(ending_pairs())
    return pgtrigger.Condition(f"OLD.restricted_at IS NOT NULL AND ({changed} OR {beyond})")


def unfixed() -> pgtrigger.Condition:
    """The condition under which an update changes what the first submission has fixed, or takes
    back that a grant has lapsed."""
    fixed = "OLD.fixed <> '{}'::jsonb AND OLD.fixed IS DISTINCT FROM NEW.fixed"
    lapsed = "OLD.lapsed_on IS NOT NULL AND OLD.lapsed_on IS DISTINCT FROM NEW.lapsed_on"
    return pgtrigger.Condition(f"{fixed} OR {lapsed}")


def _changes(columns: Iterable[str]) -> str:
    return " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns)


def _moves_beyond(pairs: Iterable[tuple[State, State]]) -> str:
    allowed = ", ".join(f"('{a}', '{b}')" for a, b in sorted(pairs))
    return (
        "OLD.state IS DISTINCT FROM NEW.state"
        f" AND (OLD.state::text, NEW.state::text) NOT IN ({allowed})"
    )
