"""单位展示信息."""

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from accounts.models import UnitIntroduction
from portal.lib.uploads import CheckedFile, check_upload
from portal.lib.uploads.check import MEBIBYTE

LOGO_TYPES = ("jpg", "png")
LOGO_BYTES = 2 * MEBIBYTE


class UnitIntroductionForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """A text, and a logo unless the unit keeps the one it has."""

    logo = forms.FileField(
        label=_("单位标志"),
        help_text=_("JPG 或 PNG，不超过 2 MB；不上传则沿用现有标志。"),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
        required=False,
    )

    class Meta:
        model = UnitIntroduction
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"text": _("不超过1000字，请勿填写个人联系方式等个人信息。")}

    def clean_logo(self) -> CheckedFile | None:
        upload: File[Any] | None = self.cleaned_data["logo"]
        return check_upload(upload, types=LOGO_TYPES, max_bytes=LOGO_BYTES) if upload else None
