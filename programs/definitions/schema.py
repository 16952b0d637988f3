"""The schema of a programme: what a definition file may say, and nothing else.

A definition is read once into these frozen models. Unknown keys, unknown field types and references
to fields that do not exist are refused with the place where they stand (`loader.py`).
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .base import Key, Part, Strict, Text
from .forms import Form
from .route import Disbursement, DocumentRule, Stage

IdentityLevel = Literal["none", "real_name", "real_person"]


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
