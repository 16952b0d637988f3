"""What somebody types to verify a document."""

from __future__ import annotations

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from portal.lib.numbering import clean_typed_code
from portal.lib.uploads.check import MEBIBYTE

MAX_FILE = 10 * MEBIBYTE


class CodeForm(forms.Form):
    """The code printed on the document; how it is typed does not matter."""

    code = forms.CharField(label=_("文书验证码"), max_length=30)

    def clean_code(self) -> str:
        return clean_typed_code(str(self.cleaned_data["code"]))


class FileForm(forms.Form):
    """The PDF to be compared with the one that was issued. It is read, not kept."""

    file = forms.FileField(label=_("电子文书（PDF）"))

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE:
            raise forms.ValidationError(_("文件超过 10 MiB，不是本平台出具的文书。"))
        return file
