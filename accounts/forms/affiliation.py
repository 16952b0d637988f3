"""隶属关系, 审核机构 and 单位联络员 of a unit."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Liaison, Unit
from accounts.queries import reviewing_offices
from portal.lib.identifiers import clean_mobile, clean_telephone


class AffiliationForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """To whom the unit belongs, and which office reviews what it publishes."""

    class Meta:
        model = Unit
        fields = ("affiliation", "reviewing_office")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["affiliation"].required = True
        office = self.fields["reviewing_office"]
        assert isinstance(office, forms.ModelChoiceField)
        office.required = True
        office.empty_label = str(_("请选择"))
        # Offices of other districts cannot be a unit's authority.
        here = Q(district=self.instance.district_id) | Q(district=None)
        office.queryset = reviewing_offices().filter(here)
        office.help_text = _("单位发布的信息由该机构审核，可在此变更。")


class LiaisonForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """Whom the offices call."""

    class Meta:
        model = Liaison
        fields = ("name", "mobile", "department", "position", "telephone", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is typed may hold blanks and dashes; what is kept does not.
        self.fields["mobile"] = forms.CharField(label=_("移动电话"), max_length=30)

    def clean_mobile(self) -> str:
        return clean_mobile(self.cleaned_data["mobile"])

    def clean_telephone(self) -> str:
        number = str(self.cleaned_data["telephone"])
        return clean_telephone(number) if number else ""
