"""我的数据: agreeing to the privacy notice, asking for a correction or an erasure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import ConsentField
from accounts.models import DataRequest


class PrivacyConsentForm(forms.Form):
    consent = ConsentField(_("请阅读并勾选同意后再继续。"))


class DataRequestForm(forms.Form):
    """What is asked, and why."""

    kind = forms.ChoiceField(
        label=_("申请事项"), choices=DataRequest.Kind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("申请说明"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("更正请写明哪一项、应改为什么；注销请写明原因，不超过300字。"),
    )
