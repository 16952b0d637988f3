"""The figures of a call as managers type them: one field each, and what districts change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import District
from portal.lib.money import yuan
from programs.definitions.figures import BOUNDS, PLACES, Figure, Parameters, conflicts, day_of
from programs.definitions.schema import Definition

HUNDRED = Decimal(100)
#: What stands behind the field.
UNITS = {
    "yuan": gettext_lazy("元"),
    "share": "%",
    "points": gettext_lazy("分"),
    "months": gettext_lazy("个月"),
    "years": gettext_lazy("年"),
    "age": gettext_lazy("周岁"),
}


def field_of(figure: Figure) -> forms.Field:
    """The field of one figure."""
    if figure.measure == "day":
        return forms.DateField(
            label=str(figure.label), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        )
    least, most = BOUNDS[figure.measure]
    places = PLACES.get(figure.measure, 0)
    if figure.measure == "share":
        most, places = most * HUNDRED, places - 2
    return forms.DecimalField(
        label=str(figure.label), min_value=least, max_value=most, decimal_places=places
    )


def typed(figure: Figure, value: Decimal) -> Any:
    """A stored value as its field shows it."""
    if figure.measure == "day":
        return day_of(value)
    shown = value * HUNDRED if figure.measure == "share" else value
    return f"{shown.normalize():f}"


def stored(figure: Figure, value: Any) -> Decimal:
    """A typed value as it is stored."""
    if figure.measure == "day":
        return Decimal(f"{value:%Y%m%d}")
    return Decimal(value) / HUNDRED if figure.measure == "share" else Decimal(value)


def shown(figure: Figure, value: Decimal) -> str:
    """A stored value in words."""
    if figure.measure == "yuan":
        return yuan(value)
    space = "" if figure.measure == "share" else " "
    return f"{typed(figure, value)}{space}{UNITS.get(figure.measure, '')}".rstrip()


@dataclass(frozen=True)
class Row:
    """One figure on the page: its field, what it was, and what somebody else has made of it."""

    field: forms.BoundField
    unit: str
    before: str
    change: str
    """`new`, `changed` or `same`, against the year before; nothing while it is wrong."""
    now: str
    """What stands, where that is not what the field holds."""


class FiguresForm(forms.Form):
    """Every figure for the whole city. `earlier` are those of the year before."""

    reason = forms.CharField(
        label=gettext_lazy("修改理由"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"size": 60}),
    )

    def __init__(
        self,
        definition: Definition,
        now: Parameters | None,
        earlier: Parameters | None,
        begin: Parameters | None,
        data: Any = None,
    ) -> None:
        self.definition, self.now, self.earlier = definition, now, earlier
        self.begin = begin.values if begin else {}
        super().__init__(data)
        for figure in definition.figures:
            field = field_of(figure)
            if figure.key in self.begin:
                field.initial = typed(figure, self.begin[figure.key])
            self.fields[f"figure_{figure.key}"] = field

    def values(self) -> dict[str, Decimal]:
        """What is typed or, before that, what it begins with; without what is wrong."""
        if not self.is_bound:
            return dict(self.begin)
        return {
            figure.key: stored(figure, self.cleaned_data[f"figure_{figure.key}"])
            for figure in self.definition.figures
            if self.cleaned_data.get(f"figure_{figure.key}") is not None
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            for name, reason in conflicts(self.values(), self.definition.tiers):
                self.add_error(f"figure_{name}", reason)
        return data

    def rows(self) -> Iterator[Row]:
        """The fields with what stands beside them."""
        values = self.values()
        for figure in self.definition.figures:
            value, before = values.get(figure.key), _of(self.earlier, figure.key)
            now = _of(self.now, figure.key) if self.is_bound else None
            change = "new" if before is None else "changed" if value != before else "same"
            yield Row(
                field=self[f"figure_{figure.key}"],
                unit=str(UNITS.get(figure.measure, "")),
                before=shown(figure, before) if before is not None else "",
                change=change if value is not None else "",
                now=shown(figure, now) if now is not None and now != value else "",
            )


def _of(parameters: Parameters | None, name: str) -> Decimal | None:
    return parameters.values.get(name) if parameters else None


class ExceptionForm(forms.Form):
    """What a district has instead of one figure."""

    district = forms.ModelChoiceField(label=gettext_lazy("区域"), queryset=District.objects.none())
    figure = forms.ChoiceField(label=gettext_lazy("参数"))
    value = forms.CharField(label=gettext_lazy("本区域的值"), max_length=20)

    def __init__(self, *args: Any, definition: Definition, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        district, figure = self.fields["district"], self.fields["figure"]
        assert isinstance(district, forms.ModelChoiceField)
        assert isinstance(figure, forms.ChoiceField)
        district.queryset = districts
        figure.choices = [("", "---------")] + [
            (each.key, _labelled(each)) for each in definition.figures
        ]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        figure = self.definition.figures_by_key.get(data.get("figure", ""))
        if figure and data.get("value"):
            try:
                data["stored"] = stored(figure, field_of(figure).clean(data["value"].rstrip("%％")))
            except forms.ValidationError as error:
                self.add_error("value", error)
        return data


def _labelled(figure: Figure) -> str:
    unit = _("年-月-日") if figure.measure == "day" else str(UNITS.get(figure.measure, ""))
    return f"{figure.label}（{unit}）" if unit else str(figure.label)


class ExceptionFormSet(BaseFormSet):  # type: ignore[type-arg]  # none at run time
    """The exceptions of all districts, each once."""

    def clean(self) -> None:
        seen: set[tuple[str, str]] = set()
        for form in self.filled():
            key = form.cleaned_data["district"].pk, form.cleaned_data["figure"]
            if key in seen:
                form.add_error("figure", _("该区域已有这一参数，请勿重复。"))
            seen.add(key)

    def filled(self) -> list[Any]:
        """The forms that say something and are to stay."""
        return [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", None)
            and not form.errors
            and form not in self.deleted_forms
        ]

    def districts(self) -> dict[str, dict[str, Decimal]]:
        found: dict[str, dict[str, Decimal]] = {}
        for form in self.filled():
            data = form.cleaned_data
            found.setdefault(data["district"].pk, {})[data["figure"]] = data["stored"]
        return found

    def check_with(self, values: dict[str, Decimal], definition: Definition) -> bool:
        """Whether the figures of every district go together, with those of the city."""
        for code, own in self.districts().items():
            for name, reason in conflicts({**values, **own}, definition.tiers):
                mine = [f for f in self.filled() if f.cleaned_data["district"].pk == code]
                form = next((f for f in mine if f.cleaned_data["figure"] == name), mine[0])
                form.add_error("value", reason)
        return not any(form.errors for form in self.forms)


Exceptions = formset_factory(
    ExceptionForm, formset=ExceptionFormSet, extra=3, can_delete=True, max_num=400
)


def exceptions_of(
    definition: Definition, begin: Parameters | None, data: Any = None
) -> ExceptionFormSet:
    """The rows of districts, beginning with those given."""
    districts = District.objects.all()
    known = definition.figures_by_key
    by_code = {district.pk: district for district in districts}
    rows = [
        {"district": by_code[code], "figure": name,
         "value": typed(known[name], value)}
        for code, own in (begin.districts if begin else {}).items()
        for name, value in own.items()
        if code in by_code and name in known
    ]  # fmt: skip
    options = {"definition": definition, "districts": districts}
    return cast(
        ExceptionFormSet,
        Exceptions(data, initial=rows, form_kwargs=options, prefix="districts"),
    )
