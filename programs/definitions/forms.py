"""What one part of a programme is asked for: sections of questions, and slots for attachments."""

from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import model_validator

from .base import Condition, Key, Strict, Text, applies, check_blanks


class Option(Strict):
    value: Key
    label: Text
    when: Condition | None = None
    """Offered only for answers that meet it: the 街道 of the district that was chosen."""


Carry = Literal["keep", "renew", "drop"]
FieldType = Literal[
    "text", "textarea", "choice", "multichoice", "integer", "money", "date", "boolean",
    "name", "mobile", "email", "uscc", "id_doc_type", "id_doc_number", "bank_account",
    "company_account", "district", "unit",
]  # fmt: skip

#: Encrypted in the stored answers, masked on screen.
SENSITIVE: frozenset[str] = frozenset({"id_doc_number", "bank_account", "company_account"})
#: Where money can be paid to.
ACCOUNTS: frozenset[str] = frozenset({"bank_account", "company_account"})


class FormField(Strict):
    """One question. `prefill` names where its first value comes from, e.g. `unit.name`."""

    key: Key
    type: FieldType
    label: Text
    help: Text | None = None
    required: bool = True
    when: Condition | None = None
    options: tuple[Option, ...] = ()
    max_length: int | None = None
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    past: bool = False
    """A date that may not lie in the future."""
    expires: bool = False
    """A date until which something is valid: 继续申报 does not take it over once it has passed, nor
    the papers that prove it."""
    prefill: str | None = None
    read_only: bool = False
    fixed: bool = False
    """Cannot change after the first submission, not even when it was returned."""
    carry: Carry = "keep"
    """What 继续申报 does: copy; empty and ask again; empty."""
    carry_reason: Text | None = None
    """The rule that says so, for what is not kept."""
    wide: bool = False

    @model_validator(mode="after")
    def options_belong_to_choices(self) -> Self:
        if (self.type in ("choice", "multichoice")) != bool(self.options):
            raise ValueError("options belong to choice and multichoice, and only to them")
        return self

    @model_validator(mode="after")
    def only_days_to_come_expire(self) -> Self:
        if self.expires and (self.type != "date" or self.past):
            raise ValueError("what expires is a date that may lie in the future")
        return self

    @model_validator(mode="after")
    def fixed_can_be_compared(self) -> Self:
        if self.fixed and (self.is_sensitive or not self.required or self.when):
            raise ValueError("what is fixed is always asked for, and stored as it is")
        return self

    @property
    def is_sensitive(self) -> bool:
        return self.type in SENSITIVE

    def options_for(self, answers: dict[str, Any]) -> list[Option]:
        """The options that may be chosen beside these answers."""
        return [option for option in self.options if applies(option.when, answers)]

    def label_of(self, value: str) -> str:
        """The label of one option, or the value itself when it is not in the list."""
        return next((str(o.label) for o in self.options if o.value == value), value)


class Section(Strict):
    """A headed group of fields; with `repeat`, a table of rows of them."""

    key: Key
    title: Text
    help: Text | None = None
    when: Condition | None = None
    repeat: "Repeat | None" = None
    fields: tuple[FormField, ...]


class Repeat(Strict):
    """Rows of a repeating section. `unique` names fields that no other application may repeat."""

    min: int = 0
    max: int = 50
    row_label: Text
    unique: tuple[Key, ...] = ()
    carry: Carry = "keep"
    carry_reason: Text | None = None


class Slot(Strict):
    """A place for attachments."""

    key: Key
    label: Text
    help: Text | None = None
    required: bool = True
    when: Condition | None = None
    types: tuple[Literal["pdf", "jpg", "png", "docx", "xlsx"], ...] = ("pdf", "jpg", "png")
    max_mib: int = 10
    max_files: int = 1
    carry: Carry = "keep"
    carry_reason: Text | None = None
    waived_when_verified: bool = False
    """Not asked for where the person's resident ID was verified with her own account."""
    template: "Template | None" = None
    """A paper to be downloaded, signed or stamped, and uploaded here."""
    proves: tuple[Key, ...] = ()
    """Fields and repeating sections that a reviewer checks against the files of this slot."""


class Template(Strict):
    """A paper that somebody signs: its text with the blanks that we can fill in already."""

    title: Text
    to: Text | None = None
    """To whom it is addressed."""
    body: Text
    """Paragraphs, separated by blank lines; `{unit}` and the like are filled in."""
    signed_by: tuple[Text, ...]
    """Who signs or stamps, one line each."""

    @model_validator(mode="after")
    def blanks_are_known(self) -> Self:
        for text in (self.body.zh, self.body.en):
            check_blanks(text)
        return self


class Form(Strict):
    """What one part (the unit's, or a person's) is asked for."""

    title: Text
    help: Text | None = None
    sections: tuple[Section, ...]
    slots: tuple[Slot, ...] = ()
    slots_title: Text = Text(zh="申报材料", en="Supporting documents")
    """What stands above the places for files."""

    @cached_property
    def fields(self) -> dict[str, FormField]:
        """The plain fields by key (not those of repeating sections)."""
        return {f.key: f for s in self.sections if s.repeat is None for f in s.fields}

    @cached_property
    def groups(self) -> dict[str, Section]:
        """The repeating sections by key."""
        return {s.key: s for s in self.sections if s.repeat is not None}

    @cached_property
    def slot_by_key(self) -> dict[str, Slot]:
        return {slot.key: slot for slot in self.slots}

    @cached_property
    def unit_field(self) -> FormField | None:
        """The question in which a person selects the unit, if there is one."""
        return next((field for field in self.fields.values() if field.type == "unit"), None)

    def visible_fields(self, answers: dict[str, Any]) -> list[FormField]:
        """The plain fields that apply to these answers, in order."""
        return [
            field
            for section in self.sections
            if section.repeat is None and applies(section.when, answers)
            for field in section.fields
            if applies(field.when, answers)
        ]

    def visible_slots(self, answers: dict[str, Any]) -> list[Slot]:
        return [slot for slot in self.slots if applies(slot.when, answers)]

    @model_validator(mode="after")
    def keys_are_consistent(self) -> Self:
        keys = [f.key for s in self.sections if s.repeat is None for f in s.fields]
        keys += [s.key for s in self.sections if s.repeat] + [slot.key for slot in self.slots]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"keys used twice: {', '.join(sorted(twice))}")
        known = set(self.fields)
        fields = self.fields.values()
        conditional: list[tuple[str, Condition | None]]
        conditional = [(section.key, section.when) for section in self.sections]
        conditional += [(slot.key, slot.when) for slot in self.slots]
        for field in fields:
            conditional.append((field.key, field.when))
            conditional += [(field.key, option.when) for option in field.options]
        for key, when in conditional:
            if when and (unknown := when.fields() - known):
                raise ValueError(f"{key}: condition on unknown {', '.join(sorted(unknown))}")
        for section in self.groups.values():
            _check_rows(section)
        for slot in self.slots:
            if strange := set(slot.proves) - known - set(self.groups):
                raise ValueError(f"{slot.key}: proves unknown {', '.join(sorted(strange))}")
        return self


def _check_rows(section: Section) -> None:
    """What a row says of its fields is about fields of the row."""
    known = {field.key for field in section.fields}
    named = set(section.repeat.unique if section.repeat else ())
    named = named.union(*(field.when.fields() for field in section.fields if field.when))
    if unknown := named - known:
        raise ValueError(f"{section.key}: rows have no {', '.join(sorted(unknown))}")
