"""Forms of who objects to a public notice."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CleanedField, CodeField, PhoneField
from accounts.validators import clean_name
from portal.lib.numbering import clean_typed_code, is_number

TEXT_LENGTH = 1000


class ObjectionForm(forms.Form):
    """Who objects, and to what. The SMS code itself is checked by the action."""

    text = forms.CharField(
        label=_("异议内容"),
        min_length=10,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("请写明具体事实和依据，10 至 1000 字。"),
        error_messages={"min_length": _("请写明具体事实和依据，至少10个字。")},
    )
    name = CleanedField(
        clean_with=clean_name,
        label=_("您的姓名"),
        max_length=60,
        help_text=_("须实名提出。您的姓名和手机号只有核查人员能看到，不告知被异议人。"),
    )
    phone = PhoneField(label=_("您的手机号"))
    code = CodeField()

    @property
    def claim(self) -> dict[str, str]:
        """As `reviews.actions.objections.file_objection` takes it."""
        return {key: self.cleaned_data[key] for key in ("text", "name", "phone")}


class FollowForm(forms.Form):
    """The number of an objection, and the code that was shown when it was filed."""

    number = forms.CharField(
        label=_("异议编号"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    secret = forms.CharField(
        label=_("查询码"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("提交异议时显示的 12 位查询码，不分大小写，横线可以省略。"),
    )

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip().upper()
        if not is_number(number):
            raise ValidationError(
                _("异议编号不正确，请核对后重新填写，例如 YY2026-00000123-7。"), code="number"
            )
        return number

    def clean_secret(self) -> str:
        try:
            return clean_typed_code(self.cleaned_data["secret"])
        except ValidationError:
            raise ValidationError(
                _("查询码不正确，请对照提交时显示的12位查询码重新输入。"), code="secret"
            ) from None


class AnswerForm(forms.Form):
    """What who objects adds."""

    text = forms.CharField(
        label=_("补充说明"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
