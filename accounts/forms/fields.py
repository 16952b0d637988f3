"""Form fields that several pages of accounts share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.validators import PASSWORD_RULE
from portal.lib.identifiers import clean_id_document, clean_mobile, normalise


class CleanedField(forms.CharField):
    """Text that a function brings into its one form, or refuses with a ValidationError."""

    def __init__(self, *, clean_with: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.clean_with = clean_with

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.clean_with(text) if text else text


class PhoneField(CleanedField):
    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "tel", "autocomplete": "tel-national"}
        defaults = {
            "label": _("手机号"),
            "max_length": 30,
            "widget": forms.TextInput(attrs=attributes),
        }
        super().__init__(clean_with=clean_mobile, **{**defaults, **kwargs})


class CodeField(CleanedField):
    """Six digits from an SMS."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "one-time-code"}
        defaults = {
            "label": _("短信验证码"),
            "max_length": 20,
            "widget": forms.TextInput(attrs=attributes),
        }
        super().__init__(clean_with=normalise, **{**defaults, **kwargs})


class NewPasswordField(forms.CharField):
    """A password somebody chooses; never sent back to the browser."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "new-password"}
        defaults = {
            "label": _("登入密码"),
            "help_text": PASSWORD_RULE,
            "max_length": 128,
            "strip": False,
            "widget": forms.PasswordInput(attrs=attributes),
        }
        super().__init__(**{**defaults, **kwargs})


class ConsentField(forms.BooleanField):
    """The tick under the privacy notice; `missing` says what has to wait for it."""

    def __init__(self, missing: Any) -> None:
        super().__init__(
            label=_("我已阅读并同意《个人信息处理告知书》"), error_messages={"required": missing}
        )


def check_repeated(form: forms.Form) -> None:
    """For `clean` of a form with `password1` and `password2`: two typings of one password."""
    first, second = (form.cleaned_data.get(name) for name in ("password1", "password2"))
    if first and second and first != second:
        form.add_error("password2", _("两次输入的密码不一致。"))


def clean_document(form: forms.Form, prefix: str = "") -> None:
    """For `clean` of a form: brings a document's number into the form that its type asks."""
    kind, number = f"{prefix}id_doc_type", f"{prefix}id_doc_number"
    data = form.cleaned_data
    if kind in data and number in data:
        try:
            data[number] = clean_id_document(data[kind], data[number])
        except ValidationError as error:
            form.add_error(number, error)
