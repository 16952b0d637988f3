"""What changed between the last two submissions, or since last year, and what became of the marks
of a return."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programs.answers import Answers, unpack
from programs.definitions.forms import SENSITIVE, Form, Section
from programs.display import DASH, Reader
from programs.models import Application, Mark, Submission, Transition
from programs.states import Action


@dataclass(frozen=True)
class Change:
    """One place that differs. `target` is the same as in `sheet`, to find it on the page."""

    target: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class MarkOutcome:
    """A mark of the last return, and whether its place was touched since."""

    target: str
    label: str
    reason: str
    changed: bool


@dataclass(frozen=True)
class Resubmission:
    """All that a reviewer wants to see first when a file comes back."""

    returned: Transition
    changes: list[Change] = field(default_factory=list)
    marks: list[MarkOutcome] = field(default_factory=list)


def resubmission(application: Application) -> Resubmission | None:
    """The difference since the last return; None when there was none, or none is answered yet."""
    snapshots = list(application.submissions.order_by("-at", "-pk")[:2])
    if len(snapshots) < 2:
        return None
    now, before = snapshots
    returned = (
        application.transitions.filter(
            action__in=[Action.RETURN, Action.RETURN_WITH_UNIT],
            pk__gt=before.transition_id,
            pk__lt=now.transition_id,
        )
        .prefetch_related("marks")
        .last()
    )
    if returned is None:
        return None
    changes = differences(application.form, before, now)
    touched = {change.target for change in changes}
    marks = [
        MarkOutcome(
            f"{mark.target}.{mark.key}",
            label_of(application.form, mark.target, mark.key),
            mark.reason,
            f"{mark.target}.{mark.key}" in touched,
        )
        for mark in returned.marks.all()
    ]
    return Resubmission(returned, changes, marks)


@dataclass(frozen=True)
class SinceLastYear:
    """What somebody who was continued told otherwise than the year before."""

    earlier: Application
    changes: list[Change] = field(default_factory=list)


def since_last_year(application: Application) -> SinceLastYear | None:
    """The difference to the filing that was continued, as both were submitted last."""
    earlier = application.carried_from
    if earlier is None:
        return None
    before = earlier.submissions.order_by("-at", "-pk").first()
    now = application.submissions.order_by("-at", "-pk").first()
    if before is None or now is None:
        return None
    found = differences(application.form, before, now, earlier.form)
    return SinceLastYear(earlier, found + _given_up(application.form, earlier.form, before))


def _given_up(form: Form, earlier: Form, before: Submission) -> list[Change]:
    """What was told the year before and is not asked for any more."""
    told, reader = unpack(earlier, before.answers), Reader(masks=SENSITIVE)
    return [
        Change(f"field.{key}", str(item.label), reader.text(item, told[key]), _("本年度不再要求"))
        for key, item in earlier.fields.items()
        if key not in form.fields and told.get(key)
    ]


def label_of(form: Form, target: str, key: str) -> str:
    """The label of the place that a mark points at."""
    if target == Mark.Target.FIELD and key in form.fields:
        return str(form.fields[key].label)
    if target == Mark.Target.GROUP and key in form.groups:
        return str(form.groups[key].title)
    if target == Mark.Target.SLOT and key in form.slot_by_key:
        return str(form.slot_by_key[key].label)
    return key


def differences(
    form: Form, before: Submission, now: Submission, earlier: Form | None = None
) -> list[Change]:
    """Fields, rows and files that differ, in the order of the form.

    `earlier` is the form of what was submitted before, where it is another version.
    """
    old, new = unpack(earlier or form, before.answers), unpack(form, now.answers)
    reader = Reader(masks=SENSITIVE)
    changes: list[Change] = []
    for section in form.sections:
        compare = _rows if section.repeat else _fields
        changes += compare(reader, section, old, new)
    return changes + _files(form, before.attachments, now.attachments)


def _fields(reader: Reader, section: Section, old: Answers, new: Answers) -> list[Change]:
    return [
        Change(
            f"field.{item.key}",
            str(item.label),
            reader.text(item, old.get(item.key)),
            reader.text(item, new.get(item.key)),
        )
        for item in section.fields
        if (old.get(item.key) or None) != (new.get(item.key) or None)
    ]


def _rows(reader: Reader, section: Section, old: Answers, new: Answers) -> list[Change]:
    """Rows that are gone, then rows that are new; a changed row is both."""
    assert section.repeat
    before, after = old.get(section.key) or [], new.get(section.key) or []
    target, label = f"group.{section.key}", str(section.repeat.row_label)
    gone = [row for row in before if row not in after]
    fresh = [row for row in after if row not in before]
    return [Change(target, label, _row_text(reader, section, row), DASH) for row in gone] + [
        Change(target, label, DASH, _row_text(reader, section, row)) for row in fresh
    ]


def _row_text(reader: Reader, section: Section, row: dict[str, Any]) -> str:
    return " / ".join(reader.text(item, row.get(item.key)) for item in section.fields)


def _files(form: Form, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Change]:
    """Files by content: a renamed copy of the same file is no change."""
    changes = []
    for key, slot in form.slot_by_key.items():
        before = {each["sha256"]: each["name"] for each in old if each["slot"] == key}
        after = {each["sha256"]: each["name"] for each in new if each["slot"] == key}
        removed = [name for sha, name in before.items() if sha not in after]
        added = [name for sha, name in after.items() if sha not in before]
        if removed or added:
            changes.append(
                Change(
                    f"slot.{key}",
                    str(slot.label),
                    _("移除：") + "、".join(removed) if removed else DASH,
                    _("新增：") + "、".join(added) if added else DASH,
                )
            )
    return changes
