"""The schema of a programme: what a definition file may say, and nothing else.

A definition is read once into these frozen models. Unknown keys, unknown field types and references
to fields that do not exist are refused with the place where they stand (`loader.py`).
"""

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from portal.lib.language import in_language

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Part = Literal["unit", "person"]
IdentityLevel = Literal["none", "real_name", "real_person"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """A text in both languages of the portal."""

    zh: str
    en: str

    def __str__(self) -> str:
        return in_language(self.zh, self.en)


class Condition(Strict):
    """When something applies. Exactly one test; `all`, `any` and `none` combine others."""

    field: Key | None = None
    equals: str | bool | None = None
    contains: str | None = None
    one_of: tuple[str, ...] | None = None
    filled: bool | None = None
    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()
    none: tuple["Condition", ...] = ()

    @model_validator(mode="after")
    def exactly_one_test(self) -> Self:
        tests = [self.equals, self.contains, self.one_of, self.filled]
        simple = sum(test is not None for test in tests)
        combined = sum(bool(group) for group in (self.all, self.any, self.none))
        if (self.field is not None) != (simple == 1) or simple + combined != 1:
            raise ValueError("a condition is one test of one field, or one of all/any/none")
        return self

    def fields(self) -> set[str]:
        """Every field that the condition looks at."""
        nested = [*self.all, *self.any, *self.none]
        own = {self.field} if self.field else set()
        return own.union(*(condition.fields() for condition in nested))

    def holds(self, answers: dict[str, Any]) -> bool:
        """Whether the condition is met by these answers."""
        if self.all:
            return all(condition.holds(answers) for condition in self.all)
        if self.any:
            return any(condition.holds(answers) for condition in self.any)
        if self.none:
            return not any(condition.holds(answers) for condition in self.none)
        value = answers.get(self.field or "")
        if self.filled is not None:
            return (value not in (None, "", [], False)) is self.filled
        if self.contains is not None:
            return self.contains in (value or [])
        if self.one_of is not None:
            return value in self.one_of
        return bool(value == self.equals)


class Option(Strict):
    value: Key
    label: Text


FieldType = Literal[
    "text", "textarea", "choice", "multichoice", "integer", "money", "date", "boolean",
    "name", "mobile", "email", "uscc", "id_doc_type", "id_doc_number", "bank_account", "district",
    "unit",
]  # fmt: skip

#: Encrypted in the stored answers, masked on screen.
SENSITIVE: frozenset[str] = frozenset({"id_doc_number", "bank_account"})


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
    prefill: str | None = None
    read_only: bool = False
    carry: Literal["keep", "renew", "drop"] = "keep"
    """What 继续申报 does: copy; empty and ask again; empty."""
    wide: bool = False

    @model_validator(mode="after")
    def options_belong_to_choices(self) -> Self:
        if (self.type in ("choice", "multichoice")) != bool(self.options):
            raise ValueError("options belong to choice and multichoice, and only to them")
        return self

    @property
    def is_sensitive(self) -> bool:
        return self.type in SENSITIVE

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
    carry: Literal["keep", "renew", "drop"] = "keep"


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
    carry: Literal["keep", "renew", "drop"] = "keep"
    proves: tuple[Key, ...] = ()
    """Fields and repeating sections that a reviewer checks against the files of this slot."""


class Form(Strict):
    """What one part (the unit's, or a person's) is asked for."""

    title: Text
    help: Text | None = None
    sections: tuple[Section, ...]
    slots: tuple[Slot, ...] = ()

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
        conditional: list[Section | FormField | Slot]
        conditional = [*self.sections, *self.fields.values(), *self.slots]
        for item in conditional:
            if item.when and (unknown := item.when.fields() - known):
                raise ValueError(f"{item.key}: condition on unknown {', '.join(sorted(unknown))}")
        for slot in self.slots:
            if strange := set(slot.proves) - known - set(self.groups):
                raise ValueError(f"{slot.key}: proves unknown {', '.join(sorted(strange))}")
        return self


class Stage(Strict):
    """One step of the route after submission."""

    key: Key
    kind: Literal["report_up", "pre_review", "review", "public_notice", "disbursement"]
    title: Text
    office_kind: str | None = None
    scope: Literal["district", "city", "unit"] = "district"
    """Whose office: of the application's district, of the city, or the one that the unit has chosen
    as its 主管部门 (the district's while it has chosen none)."""
    days: int = 10
    """Working days that the stage may take."""

    @model_validator(mode="after")
    def reviews_have_an_office(self) -> Self:
        if self.kind in ("review", "pre_review") and not self.office_kind:
            raise ValueError("a review stage needs office_kind")
        return self


class Disbursement(Strict):
    """How a grant is paid: to whom, in how many yearly instalments, against what."""

    payee: Part = "unit"
    receipt: bool = False
    """Whether the unit hands in a photo of the sealed receipt."""
    employment_proof: bool = False
    """Whether the unit first uploads a recent 在职证明."""
    instalments: tuple[Decimal, ...] = (Decimal(1),)
    """The share of each instalment; they fall due a year apart, the first with the decision."""

    @model_validator(mode="after")
    def shares_are_the_whole(self) -> Self:
        if sum(self.instalments) != 1 or min(self.instalments) <= 0:
            raise ValueError("instalments are positive shares that add up to 1")
        if self.payee == "person" and (self.receipt or self.employment_proof):
            raise ValueError("receipt and employment_proof belong to payee = unit")
        return self


class DocumentRule(Strict):
    """A document that we render when an application reaches an event."""

    kind: Literal["acceptance_receipt", "award_notice"]
    on: Literal["submitted", "approved"]
    part: Part


class Policy(Strict):
    summary: Text
    amount_label: Text = Text(zh="补贴金额", en="Subsidy")
    """What stands before the amount: not every programme pays a subsidy."""
    amount: Text
    description: Text
    """Paragraphs of the policy, separated by blank lines."""
    notice: Text
    """Paragraphs of the filing notice."""

    @property
    def proposed_label(self) -> Text:
        """What the amount is called until an office has decided: 拟奖励金额, 拟补贴金额."""
        label = self.amount_label
        return Text(zh=f"拟{label.zh}", en=f"Proposed {label.en.lower()}")


class Guide(Strict):
    """How the page of a programme is reached and left, where an authority has its own words."""

    path: tuple[Text, ...]
    """What stands before the subgroup in the crumbs."""
    button: Text
    """What stands at the bottom of the page instead of 我要申报."""


class Parameters(Strict):
    """The figures of one year, with what a district changes. Values are decimals as text."""

    values: dict[Key, Decimal]
    districts: dict[str, dict[Key, Decimal]] = {}

    def for_district(self, code: str) -> dict[str, Decimal]:
        return {**self.values, **self.districts.get(code, {})}


class Definition(Strict):
    """A whole programme, as one file says it."""

    slug: Key
    name: Text
    group: Literal["special", "universal", "supporting"]
    subgroup: Text | None = None
    number_prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,6}$")]
    filed_by: Part = "unit"
    """A unit files for itself and its people, or a person files for herself."""
    identity_level: IdentityLevel = "none"
    """How far a person who files must have proved who she is."""
    exclusive_group: Key | None = None
    """A person gets at most one award of the group in a filing year."""
    policy: Policy
    guide: Guide | None = None
    unit: Form | None = None
    person: Form | None = None
    route: tuple[Stage, ...]
    calculation: Key | None = None
    parameters: dict[str, Parameters] = {}
    documents: tuple[DocumentRule, ...] = ()
    disbursement: Disbursement | None = None

    def form(self, part: str) -> Form:
        """The form of a part; KeyError when the programme does not have that part."""
        form = self.unit if part == "unit" else self.person
        if form is None:
            raise KeyError(part)
        return form

    @property
    def is_reported_up(self) -> bool:
        """Whether a person's filing goes through the hands of the unit first."""
        return any(stage.kind == "report_up" for stage in self.route)

    def stage_index(self, key: str) -> int:
        return next(i for i, stage in enumerate(self.route) if stage.key == key)

    def stage_after(self, key: str) -> Stage | None:
        """The stage that follows, the first one for an empty key, None after the last."""
        index = self.stage_index(key) + 1 if key else 0
        return self.route[index] if index < len(self.route) else None

    @model_validator(mode="after")
    def a_person_can_be_identified(self) -> Self:
        if self.unit is None and self.person is None:
            raise ValueError("a programme needs a unit form or a person form")
        if self.person:
            needed = {
                "name": "name",
                "id_doc_type": "id_doc_type",
                "id_doc_number": "id_doc_number",
            }
            for key, kind in needed.items():
                if key not in self.person.fields or self.person.fields[key].type != kind:
                    raise ValueError(f"the person form needs a field {key} of type {kind}")
        if not self.route:
            raise ValueError("a route has at least one stage")
        return self

    @model_validator(mode="after")
    def what_is_paid_has_its_stage(self) -> Self:
        stages = [stage.kind for stage in self.route]
        if (self.disbursement is not None) != ("disbursement" in stages):
            raise ValueError("[disbursement] and a stage of that kind belong together")
        if self.disbursement and self.disbursement.payee == "unit" and self.filed_by == "person":
            raise ValueError("what a person files is paid to the person")
        return self

    @model_validator(mode="after")
    def who_files_fits_the_forms(self) -> Self:
        if self.filed_by == "unit":
            if self.is_reported_up or self.identity_level != "none":
                raise ValueError("report_up and identity_level belong to filed_by = person")
            return self
        if self.unit is not None or self.person is None:
            raise ValueError("what a person files has a person form and no unit form")
        if self.is_reported_up and self.person.unit_field is None:
            raise ValueError("a report_up stage needs a field of type unit")
        if any(stage.kind == "report_up" for stage in self.route[1:]):
            raise ValueError("report_up is the first stage of a route")
        return self


def applies(condition: Condition | None, answers: dict[str, Any]) -> bool:
    """Whether something with this `when` is asked for."""
    return condition is None or condition.holds(answers)
