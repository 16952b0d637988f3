"""Three selects for a division: each is filled when the one above it has been chosen."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.divisions import Choices, below, provinces
from accounts.models import AdministrativeDivision

LEVELS = ("province", "city", "district")
LABELS = (_("省"), _("市"), _("区县"))


class DivisionFormMixin(forms.BaseForm):
    """Adds `<prefix>_province`, `_city` and `_district` to a form; cleans them to a division."""

    def add_division(self, prefix: str, chosen: Mapping[str, Any], *, required: bool) -> None:
        """`chosen`: what has been typed or kept so far, by field name."""
        offered = provinces()
        for level, label in zip(LEVELS, LABELS, strict=True):
            name = f"{prefix}_{level}"
            needed = required and level != "district"
            offers = [("", _("请选择")), *offered]
            self.fields[name] = forms.ChoiceField(label=label, choices=offers, required=needed)
            code = str(chosen.get(name) or "")
            offered = below(code) if code in dict(offered) else []

    def clean_division(self, prefix: str) -> AdministrativeDivision | None:
        """The lowest division chosen. Adds an error to the first level that is missing."""
        names = [f"{prefix}_{level}" for level in LEVELS]
        chosen = [self.cleaned_data.get(name) or "" for name in names]
        if any(name in self.errors for name in names) or not chosen[0]:
            return None
        offered: Choices = provinces()
        last = ""
        for name, code in zip(names, chosen, strict=True):
            if not offered:
                break  # a city without districts
            if not code:
                self.add_error(name, ValidationError(_("请继续选择下一级。"), code="division"))
                return None
            last, offered = code, below(code)
        return AdministrativeDivision.objects.get(pk=last)
