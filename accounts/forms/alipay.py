"""Signing in with Alipay."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import ConsentField


class EnterForm(forms.Form):
    """Yes, sign me in."""


class FirstVisitForm(EnterForm):
    """Consent, before an account is made of what Alipay has told."""

    consent = ConsentField(_("请阅读并勾选同意后再开通。"))
