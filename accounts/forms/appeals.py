"""用户申诉: the form, and the query of its progress."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CleanedField, CodeField, PhoneField, clean_document
from accounts.models import Appeal
from accounts.validators import clean_name
from portal.lib.identifiers import IdDocType
from portal.lib.numbering import is_number


class AppealForm(forms.Form):
    """What is claimed, by whom. The SMS code itself is checked by the action."""

    claim = forms.ChoiceField(label=_("申诉事项"), choices=Appeal.Claim.choices)
    account_kind = forms.ChoiceField(label=_("账号类别"), choices=Appeal.ACCOUNT_KINDS)
    full_name = CleanedField(clean_with=clean_name, label=_("姓名"), max_length=60)
    id_doc_type = forms.ChoiceField(label=_("证件类型"), choices=IdDocType.choices)
    id_doc_number = forms.CharField(
        label=_("证件号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("情况说明"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("请说明何时发现被占用、您如何使用该手机号或证件，不超过300字。"),
    )
    phone = PhoneField(help_text=_("须能接收短信；申诉手机号被占用的，填写被占用的手机号。"))
    code = CodeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        half = "col-md-6"
        self.helper.layout = Layout(
            Row(Column("claim", css_class=half), Column("account_kind", css_class=half)),
            Row(Column("full_name", css_class=half), Column("id_doc_type", css_class=half)),
            "id_doc_number",
            "reason",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        clean_document(self)
        return data

    @property
    def values(self) -> dict[str, Any]:
        """The claim as `accounts.actions.appeals.file_appeal` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "code"}


class ProgressForm(forms.Form):
    """The number of an appeal, and the phone it was filed with."""

    number = forms.CharField(
        label=_("申诉编号"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = PhoneField()
    code = CodeField()

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip().upper()
        if not is_number(number):
            raise ValidationError(
                _("申诉编号不正确，请核对后重新填写，例如 SS2026-00000123-7。"), code="number"
            )
        return number
