"""One Django field for each question of a definition.

A draft takes whatever was typed, so these fields refuse nothing. `FilingForm.values` holds the
clean value where there is one and the typed text where there is none; what is wrong with it is for
`programs.rules.completeness` to say, on every page in the same words.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from accounts.models import District
from portal.lib.identifiers import IdDocType
from programs.definitions.forms import FormField
from programs.rules.values import clean_value

from .layout import when_json

#: PostgreSQL cannot store U+0000 in text; this mark of a lost character it can, and
#: `rules.values` complains about it until the writer has removed it.
REPLACEMENT = "\ufffd"


class Answer(forms.Field):
    """Takes what was typed as it is."""

    def __init__(self, question: FormField, widget: forms.Widget) -> None:
        self.question = question
        #: Set by the page: what stands under the input, and what a read-only one shows.
        self.note: Any = None
        self.shown = ""
        self.is_locked = question.read_only
        self.raw: Any = ""
        super().__init__(
            required=False,
            label=str(question.label),
            help_text=str(question.help or ""),
            widget=widget,
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("\x00", REPLACEMENT)
        if isinstance(value, list):
            return [str(item).replace("\x00", REPLACEMENT) for item in value]
        return value


def build_field(question: FormField) -> Answer:
    """The form field of a question. KeyError for a type without a builder."""
    return Answer(question, _BUILDERS[question.type](question))


def _input(input_type: str = "text", **attrs: str) -> Callable[[FormField], forms.Widget]:
    """A builder of single-line inputs; `attrs` choose the keyboard of a phone."""

    def build(_question: FormField) -> forms.Widget:
        widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", **attrs})
        widget.input_type = input_type
        return widget

    return build


def _textarea(_question: FormField) -> forms.Widget:
    return forms.Textarea(attrs={"class": "form-control", "rows": "4"})


def _select(choices: Sequence[tuple[str, str]]) -> forms.Widget:
    options = [("", _("请选择")), *choices]
    return forms.Select(choices=options, attrs={"class": "form-select"})


class _ConditionalSelect(forms.Select):
    """A list whose options carry their conditions for the browser."""

    def __init__(self, question: FormField) -> None:
        super().__init__(
            choices=[("", _("请选择")), *((o.value, str(o.label)) for o in question.options)],
            attrs={"class": "form-select"},
        )
        self.conditions = {o.value: when_json(o.when) for o in question.options if o.when}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if when := self.conditions.get(option["value"]):
            option["attrs"]["data-when"] = when
        return option


def _choice(question: FormField) -> forms.Widget:
    return _ConditionalSelect(question)


def _multichoice(question: FormField) -> forms.Widget:
    options = [(option.value, str(option.label)) for option in question.options]
    return forms.CheckboxSelectMultiple(choices=options, attrs={"class": "form-check-input"})


def _boolean(_question: FormField) -> forms.Widget:
    return forms.CheckboxInput(attrs={"class": "form-check-input"})


def _id_doc_type(_question: FormField) -> forms.Widget:
    return _select([(value, str(label)) for value, label in IdDocType.choices])


def _district(_question: FormField) -> forms.Widget:
    return _select([(district.code, str(district)) for district in District.objects.all()])


def _unit(_question: FormField) -> forms.Widget:
    """Holds what was selected; the page draws it with its search (programs/form/unit.html)."""
    return forms.HiddenInput()


_capitals = _input(autocapitalize="characters", spellcheck="false")

_BUILDERS: dict[str, Callable[[FormField], forms.Widget]] = {
    "text": _input(),
    "textarea": _textarea,
    "choice": _choice,
    "multichoice": _multichoice,
    "integer": _input(inputmode="numeric"),
    "money": _input(inputmode="decimal"),
    "date": _input("date"),
    "boolean": _boolean,
    "name": _input(),
    "mobile": _input("tel", inputmode="numeric"),
    "email": _input("email", inputmode="email"),
    "uscc": _capitals,
    "id_doc_type": _id_doc_type,
    "id_doc_number": _capitals,
    "bank_account": _input(inputmode="numeric"),
    "company_account": _input(inputmode="numeric"),
    "district": _district,
    "unit": _unit,
}


class FilingForm(forms.Form):
    """Some questions, bound to what was typed or to what is stored: both are text."""

    def __init__(
        self,
        questions: Sequence[FormField],
        data: MultiValueDict[str, str],
        *,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix)
        for question in questions:
            self.fields[question.key] = field = build_field(question)
            field.widget.attrs["aria-describedby"] = f"note_{self[question.key].auto_id}"
            self._show_as_typed(question)

    @property
    def questions(self) -> list[FormField]:
        return [field.question for field in self.fields.values() if isinstance(field, Answer)]

    def typed(self) -> dict[str, Any]:
        """What was typed, by key."""
        self.full_clean()
        return dict(self.cleaned_data)

    def values(self, others: Mapping[str, Any]) -> dict[str, Any]:
        """What to store: clean values, and the typed text where it is wrong.

        `others` are answers outside this form that a rule may look at.
        """
        typed = self.typed()
        context = {**others, **typed}
        return {q.key: _clean_or_typed(q, typed.get(q.key), context) for q in self.questions}

    def _show_as_typed(self, question: FormField) -> None:
        """A date input shows nothing for text that is no date; show the text instead."""
        widget = self.fields[question.key].widget
        if question.type == "date" and isinstance(widget, forms.TextInput):
            value = str(self[question.key].value() or "")
            if value and not _is_date(value):
                widget.input_type = "text"


def _clean_or_typed(question: FormField, typed: Any, context: dict[str, Any]) -> Any:
    try:
        return clean_value(question, typed, context)
    except ValidationError:
        return typed


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
