"""One row of what the register of legal persons hands us."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CleanedField
from accounts.forms.sheets import SheetRow
from accounts.models import LegalEntity
from accounts.validators import clean_name
from portal.lib.identifiers import clean_uscc

ACTIVE = "存续"


class LegalEntityRow(SheetRow):
    COLUMNS = {"uscc": "统一社会信用代码", "name": "单位名称", "state": "状态"}
    KEY = ("uscc",)
    uscc = CleanedField(clean_with=clean_uscc, max_length=60)
    name = CleanedField(clean_with=clean_name, max_length=100)
    state = forms.ChoiceField(
        choices=[(ACTIVE, ACTIVE), ("注销", "注销"), ("吊销", "吊销")],
        error_messages={"invalid_choice": _("请填写存续、注销或吊销。")},
    )

    def entity(self) -> LegalEntity:
        data = self.cleaned_data
        return LegalEntity(uscc=data["uscc"], name=data["name"], is_active=data["state"] == ACTIVE)
