"""Answers as people read them: labels for codes, masks for numbers, yuan for amounts."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import District
from portal.lib.identifiers import IdDocType
from portal.lib.masking import mask_bank_card, mask_id_number, mask_mobile
from portal.lib.money import yuan
from programs.calculations.base import YUAN, measured
from programs.definitions.base import applies
from programs.definitions.forms import Form, FormField, Section
from programs.models import Application
from programs.rules.values import is_blank
from programs.units import unit_name

DASH = "—"
#: What may be hidden, and how.
MASKS: dict[str, Callable[[str], str]] = {
    "id_doc_number": mask_id_number,
    "mobile": mask_mobile,
    "bank_account": mask_bank_card,
    "company_account": mask_bank_card,
}


@dataclass(frozen=True)
class Line:
    """One question with its answer."""

    key: str
    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True)
class Block:
    """One section: lines, or a table of rows."""

    key: str
    title: str
    lines: list[Line] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class WorkingStep:
    """One step of how the proposed amount came about, in the reader's language."""

    label: str
    formula: str
    value: str


def working_of(application: Application) -> list[WorkingStep]:
    """How the proposed amount came about; nothing where the programme reckons none."""
    amount = str(application.definition.policy.proposed_label)
    return [
        WorkingStep(_(step["label"]) or amount, _(step["formula"]), value_of(step))
        for step in application.amount_working
    ]


def value_of(step: Mapping[str, str]) -> str:
    """The value of a stored step, with what it is measured in."""
    return measured(Decimal(step["value"]), step.get("measure", YUAN))


class Reader:
    """Turns stored values into text; `masks` names the types of answers that are hidden.

    Looks districts up once, when the first one is met.
    """

    def __init__(self, *, masks: Collection[str] = frozenset(MASKS)) -> None:
        self.masks = masks

    def text(self, question: FormField, value: Any) -> str:
        """The answer to one question; a dash for none. A box left unticked is an answer: 否."""
        if is_blank(value) and value is not False:
            return DASH
        if question.type in self.masks:
            return MASKS[question.type](str(value))
        match question.type:
            case "choice" | "multichoice":
                values = value if isinstance(value, list) else [value]
                return _("、").join(question.label_of(str(item)) for item in values)
            case "money":
                return _amount(value)
            case "boolean":
                return _("是") if value else _("否")
            case "district":
                return self.districts.get(str(value), str(value))
            case "unit":
                return unit_name(value)
            case "id_doc_type":
                return str(dict(IdDocType.choices).get(value, value))
        return str(value)

    def blocks(self, form: Form, answers: Mapping[str, Any]) -> Iterator[Block]:
        """The sections that apply to the answers, in the order of the form."""
        known = dict(answers)
        for section in form.sections:
            if applies(section.when, known):
                yield self._block(section, known)

    @cached_property
    def districts(self) -> dict[str, str]:
        return {district.code: str(district) for district in District.objects.all()}

    def _block(self, section: Section, answers: dict[str, Any]) -> Block:
        if section.repeat:
            heads = [str(question.label) for question in section.fields]
            rows = [
                [self.text(question, row.get(question.key)) for question in section.fields]
                for row in answers.get(section.key) or []
            ]
            return Block(section.key, str(section.title), heads=heads, rows=rows)
        lines = [
            Line(q.key, str(q.label), self.text(q, answers.get(q.key)), q.wide)
            for q in section.fields
            if applies(q.when, answers)
        ]
        return Block(section.key, str(section.title), lines)


def _amount(value: Any) -> str:
    """The amount in yuan; what was typed when it is none."""
    try:
        return yuan(Decimal(str(value)))
    except InvalidOperation:
        return str(value)
