"""Forms of the admin about users."""

from typing import Any

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CleanedField, clean_document
from accounts.models import User
from accounts.validators import clean_name
from portal.lib.identifiers import IdDocType


class StaffCreationForm(BaseUserCreationForm):  # type: ignore[type-arg]  # none at run time
    """A new account of a member of staff; its positions stand on the next page."""

    class Meta:
        model = User
        fields = ("username", "full_name", "phone", "email")

    def save(self, commit: bool = True) -> User:
        self.instance.kind = User.Kind.STAFF
        self.instance.is_staff = True
        user: User = super().save(commit)
        return user


class RevealForm(forms.Form):
    """Why somebody wants to see what is masked."""

    reason = forms.CharField(
        label=_("查看原因"),
        min_length=4,
        max_length=200,
        error_messages={
            "required": _("请写明查看原因，将记入审计日志。"),
            "min_length": _("请写明查看原因（至少4个字），将记入审计日志。"),
        },
    )


class ReasonForm(forms.Form):
    """Why staff do something to an account."""

    reason = forms.CharField(
        label=_("原因"),
        min_length=4,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={
            "required": _("请写明原因，将记入审计日志。"),
            "min_length": _("请写明原因（至少4个字），将记入审计日志。"),
        },
    )


class DocumentForm(RevealForm):
    """The right document of a person, as staff have seen it."""

    full_name = CleanedField(clean_with=clean_name, label=_("姓名"), max_length=60)
    id_doc_type = forms.ChoiceField(label=_("证件类型"), choices=IdDocType.choices)
    id_doc_number = forms.CharField(
        label=_("证件号码"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ("full_name", "id_doc_type", "id_doc_number", "reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        clean_document(self)
        return data
