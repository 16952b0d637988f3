"""What was filed, laid out for a reviewer's eyes: sections of answers, tables, files by slot."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from programs.answers import Answers, unpack
from programs.definitions.base import applies
from programs.definitions.forms import SENSITIVE, Form, FormField, Section
from programs.display import Reader
from programs.models import Application, Attachment
from programs.rules.values import is_blank
from programs.states import BEFORE_OFFICES


@dataclass(frozen=True)
class Line:
    """One answer. `shown` is masked where the answer is sensitive."""

    key: str
    label: str
    shown: str
    slot: str = ""
    """The slot whose files prove the answer."""
    is_sensitive: bool = False
    wide: bool = False
    number: bool = False

    @property
    def target(self) -> str:
        return f"field.{self.key}"


@dataclass(frozen=True)
class Block:
    """One section: lines, or a table when it repeats."""

    key: str
    title: str
    slot: str = ""
    lines: list[Line] = field(default_factory=list)
    is_table: bool = False
    columns: list[Line] = field(default_factory=list)
    rows: list[list[Line]] = field(default_factory=list)

    @property
    def target(self) -> str:
        return f"group.{self.key}"


@dataclass(frozen=True)
class Folder:
    """The files of one slot; empty and required means that something is missing."""

    key: str
    label: str
    required: bool
    files: list[Attachment]
    is_waived: bool = False
    """Not asked for, because the person's identity was verified."""

    @property
    def target(self) -> str:
        return f"slot.{self.key}"


def filed_answers(application: Application) -> Answers:
    """The plain answers that were submitted last.

    While an applicant corrects a returned filing, or the unit has not reported it up again, its own
    answers are a draft that is nobody else's business yet.
    """
    stored = application.answers
    if application.state in BEFORE_OFFICES:
        last = application.submissions.order_by("-at", "-pk").values_list("answers", flat=True)
        stored = last.first() or stored
    return unpack(application.form, stored)


def blocks_of(form: Form, answers: Answers) -> list[Block]:
    """Every section that applies to the answers."""
    slots = {key: slot.key for slot in reversed(form.slots) for key in slot.proves}
    reader = Reader(masks=SENSITIVE)
    return [
        _table(reader, section, answers, slots)
        if section.repeat
        else _section(reader, section, answers, slots)
        for section in form.sections
        if applies(section.when, answers)
    ]


def folders_of(
    form: Form, answers: Answers, files: list[Attachment], waived: Collection[str] = ()
) -> list[Folder]:
    """The slots that are asked for, and those that hold files although they are not; `waived` are
    those that the submission did without."""
    filled = {file.slot for file in files}
    asked = {slot.key for slot in form.visible_slots(answers)}
    return [
        Folder(
            slot.key,
            str(slot.label),
            slot.required and slot.key in asked and slot.key not in waived,
            [file for file in files if file.slot == slot.key],
            is_waived=slot.key in waived,
        )
        for slot in form.slots
        if slot.key in asked or slot.key in filled
    ]


def document_slots(form: Form) -> frozenset[str]:
    """Slots whose files show a full document or account number."""
    sensitive = {key for key, item in form.fields.items() if item.is_sensitive}
    return frozenset(slot.key for slot in form.slots if sensitive.intersection(slot.proves))


def _line(reader: Reader, item: FormField, value: Any, slots: Mapping[str, str]) -> Line:
    return Line(
        item.key,
        str(item.label),
        reader.text(item, value),
        slots.get(item.key, ""),
        is_sensitive=item.is_sensitive and not is_blank(value),
        wide=item.wide or item.type == "textarea",
        number=item.type in ("money", "integer"),
    )


def _section(reader: Reader, section: Section, answers: Answers, slots: Mapping[str, str]) -> Block:
    lines = [
        _line(reader, item, answers.get(item.key), slots)
        for item in section.fields
        if applies(item.when, answers)
    ]
    return Block(section.key, str(section.title), lines=lines)


def _table(reader: Reader, section: Section, answers: Answers, slots: Mapping[str, str]) -> Block:
    rows = answers.get(section.key) or []
    return Block(
        section.key,
        str(section.title),
        slots.get(section.key, ""),
        is_table=True,
        columns=[_line(reader, item, None, {}) for item in section.fields],
        rows=[
            [_line(reader, item, row.get(item.key), {}) for item in section.fields] for row in rows
        ],
    )
