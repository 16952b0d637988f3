"""Changing one's own phone and password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CodeField, PhoneField
from accounts.models import User
from accounts.validators import PASSWORD_RULE


class PhoneForm(forms.Form):
    """A new phone, and the code that was sent to it."""

    phone = PhoneField(label=_("新手机号"))
    code = CodeField(required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if phone == self.user.phone:
            raise forms.ValidationError(_("新手机号与当前手机号相同。"))
        return phone


class PasswordForm(PasswordChangeForm):
    """The old password and the new one, twice."""

    field_order = ("old_password", "new_password1", "new_password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        self.fields["old_password"].label = _("当前密码")
        self.fields["new_password1"].label = _("新密码")
        self.fields["new_password1"].help_text = PASSWORD_RULE
        self.fields["new_password2"].label = _("确认新密码")
        self.fields["new_password2"].help_text = ""
