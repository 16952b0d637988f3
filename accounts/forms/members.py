"""Answering a request to join a unit."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RefusalForm(forms.Form):
    """Why somebody is not let in."""

    opinion = forms.CharField(
        label=_("拒绝原因"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请填写拒绝的原因，将告知申请人。")},
    )
