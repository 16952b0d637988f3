"""Asking to join a unit, and answering it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CleanedField
from accounts.models import Unit
from portal.lib.identifiers import clean_uscc


class JoinForm(forms.Form):
    """Which unit somebody wants to act for, and why."""

    uscc = CleanedField(
        clean_with=clean_uscc,
        label=_("单位统一社会信用代码"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("申请说明"), max_length=200, help_text=_("将告知单位管理员，例如接替哪位同事办理。")
    )

    def clean_uscc(self) -> Unit:
        """The unit of that code."""
        unit = Unit.objects.filter(uscc=self.cleaned_data["uscc"]).first()
        if unit is None:
            raise forms.ValidationError(_("该单位尚未注册，请核对代码，或先办理企业注册。"))
        return unit


class RefusalForm(forms.Form):
    """Why somebody is not let in."""

    opinion = forms.CharField(
        label=_("拒绝原因"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请填写拒绝的原因，将告知申请人。")},
    )
