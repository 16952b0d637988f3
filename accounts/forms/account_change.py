"""账号变更: the form, and the query of its progress."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.codes import CaptchaForm
from accounts.forms.fields import (
    CleanedField,
    CodeField,
    NewPasswordField,
    PhoneField,
    check_repeated,
)
from accounts.models import AccountChange, User
from accounts.validators import clean_name
from portal.lib.identifiers import clean_uscc

NEW_PHONE = _("新账号（手机号）")


class AccountChangeForm(forms.Form):
    """Which company, and who takes over. The SMS code itself is checked by the action."""

    kind = forms.ChoiceField(label=_("变更类别"), choices=AccountChange.Kind.choices)
    unit_name = CleanedField(
        clean_with=clean_name,
        label=_("单位名称"),
        max_length=100,
        help_text=_("与营业执照一致"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    uscc = CleanedField(
        clean_with=clean_uscc,
        label=_("统一社会信用代码"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    old_account = forms.CharField(
        label=_("旧账号"),
        help_text=_("原用户名或手机号。已忘记的可不填。"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    contact_name = CleanedField(
        clean_with=clean_name,
        label=_("新账号持有人姓名"),
        max_length=60,
        help_text=_("接管账号的联系人；管理员变更填写新管理员"),
    )
    phone = PhoneField(label=NEW_PHONE, help_text=_("须能接收短信，通过后用于登录。"))
    code = CodeField()
    password1 = NewPasswordField(label=_("新密码"))
    password2 = NewPasswordField(label=_("确认新密码"), help_text="")

    def __init__(self, *args: Any, help_line: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if help_line:
            note = _("原用户名或手机号。已忘记的可不填，并请咨询 %(phone)s。")
            self.fields["old_account"].help_text = note % {"phone": help_line}
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        half = "col-md-6"
        self.helper.layout = Layout(
            Row(Column("kind", css_class=half), Column("uscc", css_class=half)),
            "unit_name",
            Row(Column("old_account", css_class=half), Column("contact_name", css_class=half)),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_repeated(self)
        if first := data.get("password1"):
            who = User(full_name=data.get("contact_name", ""), phone=data.get("phone", ""))
            try:
                validate_password(first, who)
            except ValidationError as error:
                self.add_error("password1", error)
        return data


class AccountProgressForm(CaptchaForm):
    """The new account, and a captcha: nobody tries out phones by the thousand."""

    phone = PhoneField(label=NEW_PHONE)
    field_order = ("phone", "captcha_answer", "captcha_id")
