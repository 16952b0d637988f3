"""单位基本信息."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.queries import editable_values
from accounts.rules import REVIEWED_FIELDS, needs_review
from portal.lib.identifiers import clean_telephone

SALT = "accounts.unit-profile"
REQUIRED = (
    "name",
    "type",
    "district",
    "address",
    "legal_representative",
    "contact_name",
    "contact_phone",
    "contact_email",
)


class UnitProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """Everything a unit may change about itself.

    What the register says of the unit is decided by the office once it is filled in; while a
    request waits there (`waiting`) it cannot be changed.

    `seen` carries, signed, what the form showed when it was opened: so a save can tell what
    somebody else has changed in the meantime.
    """

    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Unit
        fields = (
            "name",
            "type",
            "district",
            "address",
            "legal_representative",
            "industry",
            "contact_name",
            "contact_phone",
            "contact_email",
            "bank_name",
        )

    def __init__(self, *args: Any, waiting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = editable_values(self.instance)
        self.initial["seen"] = sign(stored)
        for name in REQUIRED:
            self.fields[name].required = True
        districts = self.fields["district"]
        assert isinstance(districts, forms.ModelChoiceField)
        districts.queryset = districts.queryset.filter(is_active=True)  # type: ignore[union-attr]
        districts.empty_label = str(_("请选择"))
        for name in REVIEWED_FIELDS:
            if needs_review(name, stored):
                field = self.fields[name.removesuffix("_id")]
                field.disabled = waiting
                field.help_text = _("变更审核中，暂不能修改") if waiting else _("变更须经审核")
        self.fields["bank_name"].help_text = _("用于奖励资金拨付；银行账号在申报时填写。")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = layout()

    def clean_contact_phone(self) -> str:
        return clean_telephone(self.cleaned_data["contact_phone"])

    def clean_seen(self) -> dict[str, str]:
        try:
            seen: dict[str, str] = signing.loads(self.cleaned_data["seen"], salt=SALT)
        except signing.BadSignature:
            raise ValidationError(_("页面内容不完整，请刷新页面后重新填写。")) from None
        return seen

    def clean(self) -> dict[str, Any]:
        """What was typed before a colleague's request closed the field is not dropped silently."""
        data = super().clean() or {}
        for name, field in self.fields.items():
            typed = self.data.get(name)
            # Django asks no disabled field whether it has changed.
            if field.disabled and typed not in (None, self.get_initial_for_field(field, name)):
                self.add_error(name, _("同事刚刚提交了信息变更，正在审核，此项暂不能修改。"))
        return data

    @property
    def asks_for_review(self) -> bool:
        """Whether something is to be changed that the office decides."""
        seen, values = self.cleaned_data["seen"], self.values
        return any(needs_review(name, seen) and values[name] != seen[name] for name in values)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, under the names of `accounts.queries.EDITABLE_FIELDS`."""
        typed = {name: self.cleaned_data[name] for name in self.Meta.fields}
        typed["district_id"] = typed.pop("district").pk
        return typed


def sign(values: dict[str, str]) -> str:
    return signing.dumps(values, salt=SALT)


def layout() -> Layout:
    """Two columns on a desk, one on a phone."""
    half = "col-md-6"
    return Layout(
        Field("seen"),
        Row(Column("name", css_class=half), Column("type", css_class=half)),
        Row(Column("district", css_class=half), Column("address", css_class=half)),
        Row(Column("legal_representative", css_class=half), Column("industry", css_class=half)),
        Row(Column("contact_name", css_class=half), Column("contact_phone", css_class=half)),
        Row(Column("contact_email", css_class=half), Column("bank_name", css_class=half)),
    )
