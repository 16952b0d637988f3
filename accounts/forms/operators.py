"""经办人管理: whom a unit lets act for it, from when to when, and in what."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CleanedField, PhoneField
from accounts.models import Membership
from accounts.validators import clean_name
from portal.lib.dates import today
from portal.lib.identifiers import normalise

Role = Membership.Role


class PeriodForm(forms.Form):
    """授权时间. Without a start it starts today; without an end it lasts until it is ended."""

    starts_on = forms.DateField(
        label=_("开始日期"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("结束日期"),
        required=False,
        help_text=_("留空表示长期有效，直到被取消。"),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )

    def clean_starts_on(self) -> dt.date:
        day: dt.date | None = self.cleaned_data["starts_on"]
        return day or today()

    def clean_ends_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["ends_on"]
        starts_on: dt.date | None = self.cleaned_data.get("starts_on")
        if day and starts_on and day < starts_on:
            raise ValidationError(_("结束日期不能早于开始日期。"))
        if day and day < today():
            raise ValidationError(_("结束日期不能早于今天。"))
        return day


class GrantForm(PeriodForm):
    """开通授权. `roles`: the ones that this user may grant."""

    role = forms.ChoiceField(label=_("用户类别"))
    full_name = CleanedField(
        clean_with=clean_name,
        label=_("姓名"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneField(label=_("移动电话"))
    id_doc_number = CleanedField(
        clean_with=normalise,
        label=_("证件号码"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    replaces = forms.BooleanField(
        label=_("替换现任管理员"),
        required=False,
        help_text=_("提交后，现任管理员的权限立即结束。"),
    )
    field_order = ("role", "full_name", "phone", "id_doc_number", "starts_on", "ends_on")

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in roles]
        self.fields["role"].choices = [("", _("请选择用户类别")), *choices]  # type: ignore[attr-defined]
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        if Role.ADMIN not in roles:
            del self.fields["replaces"]
