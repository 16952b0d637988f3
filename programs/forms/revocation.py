"""Why a document is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.audit import MIN_REASON


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("撤销原因"),
        min_length=MIN_REASON,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("请写明撤销原因，将记入审计日志。"),
            "min_length": _("请写明撤销原因（至少4个字），将记入审计日志。"),
        },
    )
