"""The schema of a programme: what a definition file may say, and nothing else.

A definition is read once into these frozen models. Unknown keys, unknown field types and references
to fields that do not exist are refused with the place where they stand (`loader.py`).
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import model_validator

from .base import Key, Part, Prefix, Strict, Text, applies, check_blanks
from .figures import Figure, Parameters, conflicts
from .forms import ACCOUNTS, Form
from .route import Certificate, Disbursement, DocumentRule, Once, Prerequisite, Stage, Tier

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

    @property
    def money(self) -> Text:
        """The programme's word for what it grants: 奖励, 补贴, 激励."""
        return Text(zh=self.amount_label.zh.removesuffix("金额"), en=self.amount_label.en)

    @property
    def notice_title(self) -> Text:
        """What the document is called that tells of it."""
        return Text(zh=f"{self.money.zh}认定通知", en=f"{self.money.en} notice")


class Guide(Strict):
    """How the page of a programme is reached and left, where an authority has its own words."""

    path: tuple[Text, ...] = ()
    """What stands before the subgroup in the crumbs."""
    button: Text | None = None
    """What stands at the bottom of the page instead of 我要申报."""
    must_read: bool = False
    """Whether 已阅读 is ticked under the guide before anything is started."""


class Definition(Strict):
    """A whole programme, as one file says it."""

    slug: Key
    name: Text
    group: Literal["special", "universal", "supporting"]
    subgroup: Text | None = None
    section: Text | None = None
    """The section of the member centre in which it stands with others; else one of its own."""
    number_prefix: Prefix
    filed_by: Part = "unit"
    """A unit files for itself and its people, or a person files for herself."""
    districts: tuple[str, ...] = ()
    """Codes of the districts whose units may file; without any, units of the whole city may."""
    identity_level: IdentityLevel = "none"
    """How far a person who files must have proved who she is."""
    exclusive_group: Key | None = None
    """A person gets at most one award of the group in a filing year."""
    excluded_by: tuple[Key, ...] = ()
    """Programmes of which a grant, in whatever year, rules this one out; its own slug where it is
    granted once in a lifetime."""
    policy: Policy
    guide: Guide | None = None
    unit: Form | None = None
    person: Form | None = None
    people_title: Text = Text(zh="奖励申报信息", en="Award applications")
    """What the list of people whom a unit files is called in the manual of the programme."""
    add_title: Text = Text(zh="新增申报", en="Add a person")
    """What the button says that adds one of them."""
    progress_title: Text = Text(zh="奖励申报进度", en="Award progress")
    route: tuple[Stage, ...]
    unit_route: tuple[Stage, ...] | None = None
    """The stages of the unit's part, where they are not those of its people. Without any (`[]`) we
    approve it ourselves as soon as it is submitted, and the unit may change it and submit again."""
    prerequisites: tuple[Prerequisite, ...] = ()
    once: tuple[Once, ...] = ()
    tiers: tuple[Tier, ...] = ()
    """What a ranking stage gives, the highest first."""
    certificate: Certificate | None = None
    calculation: Key | None = None
    figures: tuple[Figure, ...] = ()
    """What each figure is called; managers set their values for each call."""
    parameters: dict[str, Parameters] = {}
    """Two names are known to the engine: `unit_people` is how many people a unit may submit in a
    call, `unit_cap` how much all of them may get (`calculations.base.Facts.unit_granted`)."""
    unit_cap_by: Key | None = None
    """The choice by which a unit's people are capped apart: `unit_cap_<answer>`, where there is
    one, is for those with that answer."""
    documents: tuple[DocumentRule, ...] = ()
    disbursement: Disbursement | None = None

    def form(self, part: str) -> Form:
        """The form of a part; KeyError when the programme does not have that part."""
        form = self.unit if part == "unit" else self.person
        if form is None:
            raise KeyError(part)
        return form

    @cached_property
    def figures_by_key(self) -> dict[str, Figure]:
        return {figure.key: figure for figure in self.figures}

    @property
    def is_reported_up(self) -> bool:
        """Whether a person's filing goes through the hands of the unit first."""
        return any(stage.kind == "report_up" for stage in self.route)

    @property
    def approves_units_itself(self) -> bool:
        """Whether a unit's part is approved by the system as soon as it is submitted."""
        return self.unit_route == ()

    @property
    def needs_figures(self) -> bool:
        """Whether nothing can be submitted before the figures of its year are known."""
        return bool(self.calculation or self.certificate or self.tiers)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Every stage in which something of the programme can be."""
        return (*self.route, *(self.unit_route or ()))

    def unit_cap(self, answers: dict[str, Any]) -> str:
        """The parameter that caps what a unit may get for people with these answers."""
        return f"unit_cap_{answers.get(self.unit_cap_by)}" if self.unit_cap_by else "unit_cap"

    def route_of(self, part: str) -> tuple[Stage, ...]:
        """The stages of a part. A unit's own part is reviewed, and there is nothing else to it."""
        if part != "unit":
            return self.route
        if self.unit_route is not None:
            return self.unit_route
        return tuple(stage for stage in self.route if stage.kind in ("pre_review", "review"))

    def stage_after(self, key: str, part: str, answers: dict[str, Any]) -> Stage | None:
        """The next stage that applies to the answers, the first one for an empty key, None after
        the last."""
        route = self.route_of(part)
        begin = [stage.key for stage in route].index(key) + 1 if key else 0
        return next((stage for stage in route[begin:] if applies(stage.when, answers)), None)

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
        if self.disbursement and self.disbursement.payee == "named":
            self._check_fields("payee_fields", self.disbursement.payee_fields)
            if not any(field.type in ACCOUNTS for field in self.form("person").fields.values()):
                raise ValueError("payee = named needs a field for the account")
        return self

    @model_validator(mode="after")
    def what_is_given_once_is_known(self) -> Self:
        for once in self.once:
            asked = once.when.fields() if once.when else set()
            self._check_fields(once.key, {*once.fields, *asked})
        return self

    def _check_fields(self, what: str, keys: Iterable[str]) -> None:
        if unknown := set(keys) - set(self.form("person").fields):
            raise ValueError(f"{what}: the person form has no {', '.join(sorted(unknown))}")

    @model_validator(mode="after")
    def stages_look_at_known_fields(self) -> Self:
        forms = [form for form in (self.unit, self.person) if form]
        known = {key for form in forms for key in form.fields}
        for stage in self.stages:
            if stage.when and (unknown := stage.when.fields() - known):
                raise ValueError(f"{stage.key}: condition on unknown {', '.join(sorted(unknown))}")
        return self

    @model_validator(mode="after")
    def a_ranking_has_its_tiers(self) -> Self:
        ranks = any(stage.kind == "ranking" for stage in self.route)
        if ranks != bool(self.tiers):
            raise ValueError("tiers and a ranking stage belong together")
        if any((tier.share is None) != (tier is self.tiers[-1]) for tier in self.tiers):
            raise ValueError("every tier but the last has a share")
        self._check_parameters({name for tier in self.tiers for name in (tier.amount, tier.share)})
        return self

    @model_validator(mode="after")
    def a_certificate_is_whole(self) -> Self:
        is_issued = any(rule.kind == "certificate" for rule in self.documents)
        if is_issued != (self.certificate is not None):
            raise ValueError("[certificate] and a document of that kind belong together")
        if self.certificate:
            self._check_parameters({self.certificate.months})
            check_blanks(self.certificate.statement.zh)
            self._check_fields("certificate", self.certificate.shows)
        return self

    def _check_parameters(self, names: set[str | None]) -> None:
        for year, parameters in self.parameters.items():
            if missing := {name for name in names if name} - set(parameters.values):
                raise ValueError(f"parameters.{year} lacks {', '.join(sorted(missing))}")

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

    @model_validator(mode="after")
    def figures_are_described_and_fit(self) -> Self:
        """Versions of before figures were described have none of it."""
        known = self.figures_by_key
        for year, parameters in self.parameters.items() if known else ():
            if strange := known.keys() ^ parameters.values.keys():
                raise ValueError(f"parameters.{year} or figures lacks {', '.join(sorted(strange))}")
            for code in ("", *parameters.districts):
                values = parameters.for_district(code)
                if strange := values.keys() - known.keys():
                    raise ValueError(f"unknown figures: {', '.join(sorted(strange))}")
                wrong = {name for name, value in values.items()
                         if not known[name].allows(value)}  # fmt: skip
                wrong.update(name for name, _reason in conflicts(values, self.tiers))
                if wrong:
                    raise ValueError(f"parameters.{year}: check {', '.join(sorted(wrong))}")
        return self
