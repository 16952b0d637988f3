"""What a phone sends of a receipt: the photo, then that it has been looked at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TICK_ALL = {"required": _("请核对后勾选。")}


class ReceiptPhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("收据照片"),
        # Empty files have a sentence of their own, with what to do about it.
        allow_empty_file=True,
        error_messages={"required": _("请先拍照或选择照片。")},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )

    def __init__(self, *args: Any, on_phone: bool = True, **kwargs: Any) -> None:
        """At a desk there is a scanner rather than a camera."""
        super().__init__(*args, **kwargs)
        if not on_phone:
            self.fields["photo"].widget.attrs |= {"accept": "image/jpeg,image/png,.pdf"}
            del self.fields["photo"].widget.attrs["capture"]


class ReceiptConfirmForm(forms.Form):
    photo = forms.IntegerField(widget=forms.HiddenInput)
    checked_information = forms.BooleanField(
        label=_("收据信息与系统中的一致，文字清晰可辨"), error_messages=TICK_ALL
    )
    checked_seal = forms.BooleanField(
        label=_("“收款单位（盖章）”处已盖财务专用章或单位公章，印章清晰完整"),
        error_messages=TICK_ALL,
    )
