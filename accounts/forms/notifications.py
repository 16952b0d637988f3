"""Editing the wording of a notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import NotificationTemplate
from accounts.notifications.messages import CODE
from accounts.notifications.wording import check

Medium = NotificationTemplate.Medium


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """Refuses placeholders that the kind does not know, each at its field."""

    class Meta:
        model = NotificationTemplate
        fields = ("subject", "body", "gateway_code", "is_active")
        widgets = {"body": forms.Textarea(attrs={"rows": 12, "cols": 80})}

    def clean_subject(self) -> str:
        subject = str(self.cleaned_data["subject"]).strip()
        if not subject and self.instance.medium != Medium.SMS:
            raise forms.ValidationError(_("请填写标题。"))
        check(self.instance.kind, subject)
        return subject

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).replace("\r\n", "\n").strip()
        check(self.instance.kind, body)
        return body

    def clean_is_active(self) -> Any:
        active = self.cleaned_data["is_active"]
        if not active and (self.instance.kind, self.instance.medium) == CODE:
            raise forms.ValidationError(_("短信验证码不能停用，否则无法注册和找回密码。"))
        return active
