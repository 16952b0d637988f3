"""Registration of companies and of persons."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from accounts.backends import find_account
from accounts.forms.fields import (
    CleanedField,
    CodeField,
    ConsentField,
    NewPasswordField,
    PhoneField,
    check_repeated,
    clean_document,
)
from accounts.models import District, User
from accounts.papers import ACCEPT, check_paper
from accounts.validators import clean_name, clean_user_name
from portal.lib.identifiers import IdDocType, clean_uscc
from portal.lib.uploads import CheckedFile


class SignUpForm(forms.Form):
    """What every registration asks. The SMS code itself is checked by the action."""

    phone = PhoneField(label=_("手机号"))
    code = CodeField()
    password1 = NewPasswordField()
    password2 = NewPasswordField(label=_("确认密码"), help_text="")
    consent = ConsentField(_("请阅读并勾选同意后再注册。"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_repeated(self)
        if "password1" in data:
            self._check_password(data)
        return data

    def _check_password(self, data: dict[str, Any]) -> None:
        told = ("username", "full_name", "phone", "id_doc_number")
        account = User(**{name: data.get(name, "") for name in told})
        try:
            validate_password(data["password1"], account)
        except ValidationError as error:
            self.add_error("password1", error)


class UserNameForm(forms.Form):
    """Checked while somebody is still typing."""

    username = CleanedField(
        clean_with=clean_user_name, label=_("用户名（登入账号）"), max_length=150
    )

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"])
        if find_account(name):
            raise ValidationError(_("该用户名已被使用，请换一个。"), code="user_name_taken")
        return name


class UnitSignUpForm(UserNameForm, SignUpForm):
    """企业注册. `has_certificate`: the certificate was uploaded with an earlier try."""

    unit_name = CleanedField(
        clean_with=clean_name,
        label=_("企业名称"),
        max_length=100,
        help_text=_("与营业执照一致"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    district = forms.ModelChoiceField(
        District.objects.filter(is_active=True), label=_("区域"), empty_label=_("请选择")
    )
    uscc = CleanedField(
        clean_with=clean_uscc,
        label=_("单位统一社会信用代码"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    certificate = forms.FileField(
        label=_("统一社会信用代码证材料"),
        help_text=_("营业执照或信用代码证，PDF、JPG 或 PNG，不超过10 MB"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("请上传统一社会信用代码证材料。")},
    )
    field_order = ("username", "unit_name", "district", "uscc", "certificate", "phone", "code")

    def __init__(self, *args: Any, has_certificate: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("手机号（登入账号）")
        self.fields["certificate"].required = not has_certificate

    def clean_certificate(self) -> CheckedFile | None:
        upload: File[Any] | None = self.cleaned_data["certificate"]
        return check_paper(upload) if upload else None


class PersonSignUpForm(SignUpForm):
    """个人注册."""

    id_doc_type = forms.ChoiceField(
        label=_("证件类型"), choices=IdDocType.choices, initial=IdDocType.RESIDENT_ID
    )
    id_doc_number = forms.CharField(
        label=_("证件号码"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    full_name = CleanedField(
        clean_with=clean_name,
        label=_("姓名"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("id_doc_type", "id_doc_number", "full_name", "phone", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("移动电话")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        clean_document(self)
        return data
