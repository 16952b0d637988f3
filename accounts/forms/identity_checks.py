"""实人认证."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FaceConsentForm(forms.Form):
    """Data about a face needs a consent of its own (个人信息保护法 29)."""

    consent = forms.BooleanField(
        label=_(
            "我同意支付宝为本次实人认证采集并比对我的人脸信息；本站只保存认证结果，不保存人脸信息"
        ),
        error_messages={"required": _("请勾选同意后再开始认证。")},
    )
