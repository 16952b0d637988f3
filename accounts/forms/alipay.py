"""Signing in with Alipay."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EnterForm(forms.Form):
    """Yes, sign me in."""


class FirstVisitForm(EnterForm):
    """Consent, before an account is made of what Alipay has told."""

    consent = forms.BooleanField(
        label=_("我已阅读并同意《个人信息处理告知书》"),
        error_messages={"required": _("请阅读并勾选同意后再开通。")},
    )
