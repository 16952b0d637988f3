"""完善个人信息."""

import re
from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.code_tables import choices
from accounts.divisions import path_of
from accounts.forms.divisions import LEVELS, DivisionFormMixin
from accounts.models import PersonProfile, User
from accounts.person_data import REQUIRED, security_number_of, told_by_document
from portal.lib.dates import age_on, today
from portal.lib.identifiers import IdDocType, normalise
from portal.lib.masking import mask_id_number, mask_mobile

PREFIX = "household"
TABLES = {
    "nationality": "countries",
    "ethnic_group": "ethnic_groups",
    "education": "educations",
    "political_status": "political_statuses",
    "household_type": "household_types",
    "title_profession": "title_professions",
    "title_level": "title_levels",
    "skill_level": "skill_levels",
}
MOBILE = re.compile(r"\d{11}", re.ASCII)
SECURITY_NUMBER = re.compile(r"[0-9A-Z]{8,20}", re.ASCII)
MAX_AGE = 120


class PersonProfileForm(DivisionFormMixin, forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """What a person may say about herself; the bound document is not among it.

    The two numbers are never sent back in plain: left empty, they stay what they are, or become
    what the account has already.
    """

    mobile = forms.CharField(
        label=_("移动电话"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
    )

    class Meta:
        model = PersonProfile
        fields = (
            "sex",
            "birth_date",
            "mobile",
            "nationality",
            "ethnic_group",
            "education",
            "political_status",
            "social_security_number",
            "residence_address",
            "household_address",
            "household_type",
            "title_profession",
            "title_level",
            "skill_type",
            "skill_level",
        )
        widgets = {
            "birth_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "social_security_number": forms.TextInput(attrs={"autocomplete": "off"}),
            "residence_address": forms.TextInput(attrs={"autocomplete": "street-address"}),
        }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for name, table in TABLES.items():
            old = self.fields[name]
            offered = [("", _("请选择")), *choices(table)]
            self.fields[name] = forms.ChoiceField(
                label=old.label, choices=offered, required=name in REQUIRED
            )
        if told_by_document(user):
            del self.fields["sex"], self.fields["birth_date"]
        self._hide_numbers(kwargs.get("initial") or {})
        path = path_of(self.instance.household_division)
        kept = {f"{PREFIX}_{level}": code for level, code in zip(LEVELS, path, strict=True)}
        self.initial = {**kept, **self.initial}
        chosen = self.data if self.is_bound else self.initial
        self.add_division(PREFIX, chosen, required=False)
        self.initial.setdefault(
            "nationality", "CHN" if user.id_doc_type == IdDocType.RESIDENT_ID else ""
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = _layout(list(self.fields))

    def clean_mobile(self) -> str:
        """Only the count of digits is checked here: the number may be of any country's office."""
        number = normalise(self.cleaned_data["mobile"])
        if not number:
            return self._kept("mobile", self.user.phone or "")
        if not MOBILE.fullmatch(number):
            raise ValidationError(_("移动电话应为11位数字。"), code="mobile_digits")
        return number

    def clean_social_security_number(self) -> str:
        number = normalise(self.cleaned_data["social_security_number"])
        if not number:
            return self._kept("social_security_number", security_number_of(self.user))
        if not SECURITY_NUMBER.fullmatch(number):
            raise ValidationError(_("社会保障号码应为8至20位字母或数字。"), code="security_number")
        return number

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if born > today() or age_on(born, today()) > MAX_AGE:
            raise ValidationError(_("请核对出生日期。"), code="birth_date")
        return born

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["household_division"] = self.clean_division(PREFIX)
        return data

    @property
    def household_fields(self) -> list[forms.BoundField]:
        return [self[f"{PREFIX}_{level}"] for level in LEVELS]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, under the names of the model."""
        names = [name for name in self.Meta.fields if name in self.fields]
        return {name: self.cleaned_data[name] for name in (*names, "household_division")}

    def _hide_numbers(self, typed: Mapping[str, Any]) -> None:
        """Says what stays when nothing is typed, instead of showing it."""
        own = self.instance.social_security_number or security_number_of(self.user)
        kept = {
            "mobile": mask_mobile(self.instance.mobile or self.user.phone or ""),
            "social_security_number": mask_id_number(own),
        }
        for name, masked in kept.items():
            self.initial[name] = typed.get(name, "")
            self.fields[name].required = not masked
            if masked:
                text = _("当前为 %(number)s，不修改请留空。")
                self.fields[name].help_text = text % {"number": masked}

    def _kept(self, name: str, otherwise: str) -> str:
        return str(getattr(self.instance, name) or otherwise)


def _layout(names: list[str]) -> Layout:
    """Two columns on a desk, one on a phone; the three selects of the division in a row."""
    pairs = [
        ("sex", "birth_date"),
        ("mobile", "social_security_number"),
        ("nationality", "ethnic_group"),
        ("education", "political_status"),
        ("residence_address", "household_type"),
    ]
    rest = [
        ("household_address",),
        ("title_profession", "title_level"),
        ("skill_type", "skill_level"),
    ]
    return Layout(
        *(_row(pair) for pair in pairs if pair[0] in names),
        HTML('{% include "accounts/person/_divisions.html" %}'),
        *(_row(pair) for pair in rest),
    )


def _row(names: tuple[str, ...]) -> Row:
    width = "col-md-6" if len(names) == 2 else "col-12"
    return Row(*(Column(name, css_class=width) for name in names))
