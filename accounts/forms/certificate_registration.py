"""企业注册信息, 管理员授权委托信息 and stamped papers. The company itself the certificate names."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CleanedField, CodeField, ConsentField, PhoneField, clean_document
from accounts.models import District
from accounts.papers import ACCEPT, check_paper
from accounts.registration import PAPERS, Paper
from accounts.validators import clean_name
from portal.lib.identifiers import IdDocType, clean_telephone
from portal.lib.uploads import CheckedFile

COMPANY = ("district", "address", "legal_representative", "contact_phone", "contact_email")
ADMIN = ("admin_name", "admin_id_doc_type", "admin_id_doc_number", "admin_phone", "admin_email")
#: What a printed paper says, beside what the certificate says.
PRINTED: Mapping[str, Collection[str]] = {
    "admin_filing": ADMIN,
    "registration_form": (*COMPANY, *ADMIN),
    "user_agreement": (),
}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class PaperField(forms.FileField):
    """The files of one paper, each checked; an empty list when none came."""

    def __init__(self, paper: Paper, *, required: bool) -> None:
        attributes: dict[str, Any] = {
            "accept": ACCEPT,
            "class": "form-control",
            "multiple": paper.limit > 1,
        }
        super().__init__(
            label=str(paper.label),
            help_text=str(paper.note),
            required=required,
            widget=FilesInput(attrs=attributes),
            error_messages={"required": _("请上传%(paper)s。") % {"paper": paper.label}},
        )
        self.paper = paper

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        given: list[File[Any]] = [each for each in data or [] if each]
        if not given:
            super().clean(None, initial)
            return []
        if len(given) > self.paper.limit:
            raise ValidationError(
                _("最多上传 %(limit)s 个文件。"), "too_many", {"limit": self.paper.limit}
            )
        files = [check_paper(each) for each in given]
        if len(files) > 1 and any(each.kind == "pdf" for each in files):
            raise ValidationError(_("请上传正反面两张图片，或一个包含正反面的文件。"), "mixed")
        return files


def _text(label: Any, length: int, **more: Any) -> CleanedField:
    return CleanedField(clean_with=clean_name, label=label, max_length=length, **more)


class RegistrationForm(forms.Form):
    """`kept`: the papers that were uploaded with an earlier try."""

    district = forms.ModelChoiceField(
        District.objects.filter(is_active=True), label=_("所属区域"), empty_label=_("请选择")
    )
    address = _text(_("注册地址"), 200)
    legal_representative = _text(_("法定代表人"), 60)
    contact_phone = CleanedField(clean_with=clean_telephone, label=_("企业联系电话"), max_length=30)
    contact_email = forms.EmailField(label=_("企业电子邮箱"))
    admin_name = _text(_("管理员姓名"), 60)
    admin_id_doc_type = forms.ChoiceField(
        label=_("管理员证件类型"), choices=IdDocType.choices, initial=IdDocType.RESIDENT_ID
    )
    admin_id_doc_number = forms.CharField(
        label=_("管理员证件号码"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    admin_phone = PhoneField(
        label=_("管理员手机号"), help_text=_("接收验证码和账号激活码，注册后可用于登录和找回密码")
    )
    admin_email = forms.EmailField(label=_("管理员电子邮箱"))
    consent = ConsentField(_("请阅读并勾选同意后再注册。"))

    def __init__(self, *args: Any, kept: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for paper in PAPERS:
            self.fields[paper.slot] = PaperField(paper, required=paper.slot not in kept)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        clean_document(self, "admin_")
        return data

    @property
    def answers(self) -> dict[str, str]:
        """What was entered and is right, as it can be kept."""
        kept = {
            name: self.cleaned_data[name]
            for name in (*COMPANY, *ADMIN)
            if name in self.cleaned_data
        }
        if "district" in kept:
            kept["district"] = kept["district"].pk
        return kept


class ConfirmForm(forms.Form):
    """The code that was sent to the administrator's phone."""

    code = CodeField()
