"""统一社会信用代码, GB 32100-2015."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as InvalidNumber

from portal.lib.identifiers.text import normalise

USCC_LENGTH = 18
# The standard leaves out the letters that are taken for digits.
UNUSED_LETTERS = re.compile("[IOZSV]")


def clean_uscc(text: str) -> str:
    """The code in capitals. Codes of the few authorities that begin with a letter are refused."""
    code = normalise(text)
    if len(code) != USCC_LENGTH:
        raise ValidationError(
            _("统一社会信用代码应为18位，当前为%(length)d位。"),
            code="uscc_length",
            params={"length": len(code)},
        )
    if UNUSED_LETTERS.search(code):
        raise ValidationError(
            _("统一社会信用代码不使用字母 I、O、Z、S、V，请核对是否与数字 1、0、2、5 混淆。"),
            code="uscc_format",
        )
    try:
        return str(uscc.validate(code))
    except InvalidChecksum as error:
        raise ValidationError(
            _("统一社会信用代码校验不通过，请对照营业执照逐位核对。"), code="uscc_check"
        ) from error
    except InvalidNumber as error:
        raise ValidationError(
            _("统一社会信用代码格式不正确，前8位应为数字，其后为数字或大写字母。"),
            code="uscc_format",
        ) from error
