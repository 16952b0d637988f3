"""What is taken over from the earlier system, row by row."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.backends import find_account
from accounts.forms.fields import CleanedField, clean_document
from accounts.forms.sheets import SheetRow
from accounts.models import LegacyUnit, Office, User
from accounts.validators import clean_name
from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import IdDocType, clean_uscc

DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


class LegacyUnitRow(SheetRow):
    COLUMNS = {
        "uscc": "统一社会信用代码",
        "name": "单位名称",
        "reviewing_office": "所属主管部门",
    }
    KEY = ("uscc",)
    uscc = CleanedField(clean_with=clean_uscc, max_length=60)
    name = CleanedField(clean_with=clean_name, max_length=100)
    reviewing_office = forms.ModelChoiceField(
        Office.objects.all(),
        to_field_name="name",
        error_messages={"invalid_choice": _("本系统没有这个主管部门，请先核对名称。")},
    )


class LegacyFilingRow(SheetRow):
    COLUMNS = {
        "full_name": "姓名",
        "id_doc_type": "证件类型",
        "id_doc_number": "证件号码",
        "programme": "申报项目",
        "year": "年度",
        "level": "认定层次",
        "status": "办理结果",
        "granted_on": "认定日期",
        "legacy_unit": "申报单位统一社会信用代码",
    }
    KEY = ("id_doc_hash", "programme", "year")
    full_name = CleanedField(clean_with=clean_name, max_length=60)
    id_doc_type = forms.CharField(max_length=40)
    id_doc_number = forms.CharField(max_length=60)
    programme = forms.CharField(max_length=100)
    year = forms.IntegerField(min_value=1990, max_value=2100)
    level = forms.CharField(max_length=40, required=False)
    status = forms.CharField(max_length=40)
    granted_on = forms.DateField(input_formats=DATES, required=False)
    legacy_unit = forms.ModelChoiceField(
        LegacyUnit.objects.all(),
        to_field_name="uscc",
        required=False,
        error_messages={"invalid_choice": _("原系统单位中没有这个代码，请先导入单位。")},
    )

    def clean_id_doc_type(self) -> str:
        kinds = {str(kind.label): kind.value for kind in IdDocType}
        kind = kinds.get(self.cleaned_data["id_doc_type"])
        if kind is None:
            names = "、".join(kinds)
            raise ValidationError(_("请填写：%(names)s。"), params={"names": names})
        return kind

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        clean_document(self)
        if data.pop("id_doc_type", None) and "id_doc_number" in data:
            data["id_doc_hash"] = keyed_hash(data["id_doc_number"])
        return data


class LegacyAccountRow(SheetRow):
    """An account of the earlier system that no longer signs in here with a password."""

    COLUMNS = {"username": "用户名"}
    KEY = ("user",)
    username = forms.CharField(max_length=150)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["user"] = find_account(data["username"]) if "username" in data else None
        if data["user"] is None or data["user"].kind == User.Kind.STAFF:
            self.add_error("username", _("没有这个企业或个人账号。"))
        return data
