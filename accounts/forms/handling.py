"""The 经办密码: setting it, and giving it to act for a unit."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.forms.codes import CaptchaForm
from accounts.forms.fields import NewPasswordField, check_repeated


class HandlingPasswordForm(forms.Form):
    """A new 经办密码, twice."""

    password1 = NewPasswordField(label=_("经办密码"))
    password2 = NewPasswordField(label=_("确认经办密码"), help_text="")

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        check_repeated(self)
        return self.cleaned_data


class ActForm(CaptchaForm):
    """The 经办密码 of a grant; with a captcha after failures."""

    password = forms.CharField(
        label=_("经办密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    field_order: tuple[str, ...] = ("password", "captcha_answer", "captcha_id")


class OperatorLogInForm(ActForm):
    """Document number or mobile, and the 经办密码."""

    login = forms.CharField(
        label=_("证件号码或手机号"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("login", "password", "captcha_answer", "captcha_id")
