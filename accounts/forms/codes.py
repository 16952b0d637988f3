"""Asking for an SMS code."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CodeField, PhoneField

CAPTCHA_MISSING = {"required": _("请填写图形验证码或文字题的答案。")}


class CaptchaForm(forms.Form):
    """The answer to a captcha. Whether it is right the caller asks the server's memory."""

    captcha_id = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    captcha_answer = forms.CharField(
        label=_("图形验证码"),
        max_length=20,
        error_messages=CAPTCHA_MISSING,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, captcha: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not captcha:
            del self.fields["captcha_id"], self.fields["captcha_answer"]

    @property
    def asks_captcha(self) -> bool:
        return "captcha_answer" in self.fields

    def ask_captcha(self) -> None:
        """From now on, shown with a captcha; what was judged already stays judged."""
        for name in ("captcha_id", "captcha_answer"):
            self.fields.setdefault(name, deepcopy(self.base_fields[name]))


class SendCodeForm(CaptchaForm):
    """A phone, and a captcha before the first code of a visit."""

    phone = PhoneField()
    kind = forms.CharField(max_length=10, required=False)


class CodeForm(forms.Form):
    """The code that was sent to a phone we know."""

    code = CodeField()
