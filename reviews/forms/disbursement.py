"""What a payee fills in before money is paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import District
from accounts.papers import ACCEPT, check_paper
from portal.lib import banks
from portal.lib.identifiers import clean_bank_account, clean_bank_card
from portal.lib.uploads import CheckedFile
from portal.lib.uploads.check import MEBIBYTE
from programs.models import Call
from reviews.models import PaymentFile
from reviews.queries.disbursement import RECENT, is_recent

MAX_RESULT = 10 * MEBIBYTE


class EmploymentProofForm(forms.Form):
    """One 在职证明 and the day it was made out."""

    issued_on = forms.DateField(
        label=_("出具日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("请填写日期，例如 2026-01-31。")},
    )
    file = forms.FileField(label=_("在职证明"), widget=forms.FileInput(attrs={"accept": ACCEPT}))

    def clean_issued_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["issued_on"]
        if not is_recent(day):
            raise ValidationError(
                _("在职证明应为最近 %(days)s 天内出具，请上传最新的证明。"),
                params={"days": RECENT.days},
            )
        return day

    def clean_file(self) -> CheckedFile:
        return check_paper(self.cleaned_data["file"])


class PayeeAccountForm(forms.Form):
    """The account of a person who is paid, or of a company that the application names."""

    bank_name = forms.CharField(label=_("开户银行"), max_length=100)
    number = forms.CharField(label=_("银行卡号"), max_length=40)

    def __init__(self, *args: Any, is_company: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_company = is_company
        if is_company:
            self.fields["number"].label = _("对公账号")
        self.fields["bank_name"].help_text = _("例如：中国银行苏州分行")
        self.fields["number"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean_number(self) -> str:
        clean = clean_bank_account if self.is_company else clean_bank_card
        return clean(self.cleaned_data["number"])


class StartForm(forms.Form):
    """Which instalment of which call is to be paid, in the whole city or in a district."""

    call = forms.ModelChoiceField(Call.objects.all())
    instalment = forms.IntegerField(min_value=1, max_value=20)
    district = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, districts: Sequence[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district = self.fields["district"]
        assert isinstance(district, forms.ChoiceField)
        district.choices = [("", ""), *((each.pk, str(each)) for each in districts)]


class ExportForm(forms.Form):
    """Which bank's payments, in which format."""

    bank = forms.ChoiceField(choices=banks.CHOICES)
    format = forms.ChoiceField(choices=PaymentFile.Format.choices)


class ResultForm(forms.Form):
    """What a bank answered."""

    file = forms.FileField(
        label=_("银行回单"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".xlsx", ".csv")):
            raise ValidationError(_("请上传 XLSX 或 CSV 文件。"))
        if file.size > MAX_RESULT:
            raise ValidationError(_("文件超过 10 MB，请分批导入。"))
        return file
