"""Bank accounts and contacts of a unit."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import BankAccount, Contact
from portal.lib import banks
from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import clean_bank_account, clean_mobile
from portal.lib.masking import mask_bank_card


class BankAccountForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """An account of the unit; the stored number is never sent back to the browser."""

    number = forms.CharField(label=_("银行账号"), max_length=40)

    class Meta:
        model = BankAccount
        fields = ("bank", "branch", "number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].help_text = _(
            "例如：苏州工业园区支行；其他银行请填写银行全称和网点。"
        )
        # What form and database have to agree about is the number as it was.
        self.stored = str(self.instance.number)
        self.initial.pop("number", None)
        number = self.fields["number"]
        number.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        if self.stored:
            number.required = False
            number.help_text = _("现为 %(number)s，不修改请留空。") % {
                "number": mask_bank_card(self.stored)
            }

    def clean_number(self) -> str:
        typed = str(self.cleaned_data["number"]).strip()
        if not typed and self.stored:
            return self.stored
        number = clean_bank_account(typed)
        others = BankAccount.objects.filter(unit=self.instance.unit_id).exclude(pk=self.instance.pk)
        if others.filter(number_hash=keyed_hash(number)).exists():
            raise ValidationError(_("该账号已保存，不必重复添加。"))
        return number

    def clean_branch(self) -> str:
        branch = str(self.cleaned_data["branch"]).strip()
        if self.cleaned_data.get("bank") == banks.OTHER and "行" not in branch:
            raise ValidationError(_("请填写银行全称和网点，例如：某某银行苏州分行。"))
        return branch


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """Whom to ask about a payment."""

    mobile = forms.CharField(label=_("手机号码"), max_length=30)

    class Meta:
        model = Contact
        fields = ("name", "mobile", "email")

    def clean_mobile(self) -> str:
        return clean_mobile(self.cleaned_data["mobile"])
