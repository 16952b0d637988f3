"""Telephone numbers."""

import re
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.lib.identifiers.text import normalise

COUNTRY_PREFIX = re.compile(r"^(\+86|0086)")
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?", re.ASCII)


def clean_mobile(text: str) -> str:
    """Eleven digits of a mainland mobile, the only kind our SMS gateways reach."""
    number = COUNTRY_PREFIX.sub("", normalise(text).replace("-", ""))
    if not MOBILE.fullmatch(number):
        raise ValidationError(
            _("请填写11位中国大陆手机号码，以 13 至 19 开头。"), code="mobile_format"
        )
    return number


def clean_telephone(text: str) -> str:
    """A mobile, or area code and number, an extension after a hyphen: 0512-65223344-801."""
    with suppress(ValidationError):
        return clean_mobile(text)
    number = normalise(text)
    if not LANDLINE.fullmatch(number):
        raise ValidationError(
            _("请填写11位手机号，或带区号的固定电话，例如 0512-65223344。"), code="phone_format"
        )
    return number
