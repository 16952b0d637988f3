"""Bank cards of people and accounts of units."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import luhn

from portal.lib.identifiers.text import normalise

CARD = re.compile(r"\d{16,19}", re.ASCII)
ACCOUNT = re.compile(r"\d{8,32}", re.ASCII)


def clean_bank_card(text: str) -> str:
    """16 to 19 digits whose last is the Luhn check digit."""
    number = normalise(text).replace("-", "")
    if not CARD.fullmatch(number):
        raise ValidationError(_("银行卡号应为16至19位数字。"), code="bank_card_format")
    if not luhn.is_valid(number):
        raise ValidationError(
            _("银行卡号校验不通过，请对照银行卡逐位核对。"), code="bank_card_check"
        )
    return number


def clean_bank_account(text: str) -> str:
    """8 to 32 digits; accounts of units follow no common check rule."""
    number = normalise(text).replace("-", "")
    if not ACCOUNT.fullmatch(number):
        raise ValidationError(_("对公账号应为8至32位数字。"), code="bank_account_format")
    return number
