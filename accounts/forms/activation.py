"""The first password of a new account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import NewPasswordField, check_repeated
from accounts.models import User


class FirstPasswordForm(forms.Form):
    """A password, twice."""

    password1 = NewPasswordField()
    password2 = NewPasswordField(label=_("确认密码"), help_text="")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        check_repeated(self)
        return self.cleaned_data
