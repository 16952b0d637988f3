"""The login forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.codes import CaptchaForm


class LogInForm(CaptchaForm):
    """User name or phone, and the password; with a captcha after failures."""

    login = forms.CharField(
        label=_("用户名或手机号"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order: tuple[str, ...] = ("login", "password", "captcha_answer", "captcha_id")


class UnitNameLogInForm(LogInForm):
    """The four fields of 法人用户登录: company, user name, password, captcha."""

    unit_name = forms.CharField(
        label=_("企业名称"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field_order = ("unit_name", "login", "password", "captcha_answer", "captcha_id")
