"""Getting in with a company's certificate."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.certificates import LABELS

BROWSER, KEY = "browser", "key"


class ChooseForm(forms.Form):
    """Which authority, and how the certificate is shown."""

    authority = forms.ChoiceField(
        label=_("实名认证方式"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一种CA。"), "invalid_choice": _("请选择一种CA。")},
    )
    way = forms.ChoiceField(choices=[(KEY, KEY), (BROWSER, BROWSER)], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        authority = self.fields["authority"]
        assert isinstance(authority, forms.ChoiceField)
        authority.choices = [(name, LABELS[name]) for name in settings.CERTIFICATE_AUTHORITIES]


class AnswerForm(forms.Form):
    """A certificate, and what its key made of the text we gave."""

    certificate = forms.CharField(
        label=_("证书"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        error_messages={"required": _("请提供证书（PEM 或 Base64）。")},
    )
    signature = forms.CharField(
        label=_("签名结果"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        error_messages={"required": _("请提供签名结果（Base64）。")},
    )
