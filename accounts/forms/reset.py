"""Resetting a forgotten password."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CodeField, NewPasswordField, PhoneField
from accounts.models import User

KINDS = [
    (User.Kind.ENTERPRISE.value, _("企业账号密码重置")),
    (User.Kind.PERSON.value, _("个人账号密码重置")),
]


class ResetPasswordForm(forms.Form):
    """Bound phone, SMS code, new password; for a company's or a person's account."""

    kind = forms.ChoiceField(label=_("账号类别"), choices=KINDS, widget=forms.RadioSelect)
    phone = PhoneField(label=_("绑定的手机号"))
    code = CodeField()
    password = NewPasswordField(label=_("新密码"))

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, User(phone=self.cleaned_data.get("phone", "")))
        return password
