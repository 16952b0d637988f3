"""公民身份号码, GB 11643-1999, and what can be read from it.

Address codes are not looked up: a code stays with its holder after its district is abolished.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.iso7064 import mod_11_2

from portal.lib import dates
from portal.lib.identifiers.text import normalise

NUMBER = re.compile(r"\d{17}[\dX]", re.ASCII)
# Region 1–7: provinces and Taiwan. 81–83 are residence permits, 9 is a foreigner's card.
ADDRESS = re.compile(r"[1-7]\d{5}", re.ASCII)
MAX_AGE = 120


class Sex(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


def clean_resident_id(text: str, *, today: datetime.date | None = None) -> str:
    """The 18 characters of a mainland resident's number, the check letter as capital X."""
    number = clean_citizen_number(text, today=today)
    if not ADDRESS.match(number):
        raise ValidationError(
            _("该号码不是居民身份证号码，请核对证件类型。"), code="resident_id_type"
        )
    return number


def clean_citizen_number(text: str, *, today: datetime.date | None = None) -> str:
    """The shape shared by identity cards and residence permits: date, sequence, check digit."""
    number = normalise(text)
    _check_shape(number)
    _check_birth_date(number, today or dates.today())
    if mod_11_2.checksum(number) != 1:
        raise ValidationError(_("证件号码校验不通过，请对照证件逐位核对。"), code="id_number_check")
    return number


def birth_date_of(number: str) -> datetime.date:
    """Date of birth in a cleaned 18-character number. Raises ValueError for no such day."""
    return datetime.date.fromisoformat(number[6:14])


def sex_of(number: str) -> Sex:
    """Sex in a cleaned number of an identity card or residence permit."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def birth_and_sex_of(number: str) -> tuple[datetime.date, Sex] | None:
    """What an identity card says of its holder; None for a number that is not of that shape."""
    if not NUMBER.fullmatch(number):
        return None
    try:
        return birth_date_of(number), sex_of(number)
    except ValueError:
        return None


def _check_shape(number: str) -> None:
    if len(number) == 15 and number.isdigit():
        raise ValidationError(
            _("15位身份证号码已停止使用，请填写18位号码。"), code="id_number_15_digits"
        )
    if len(number) != 18:
        raise ValidationError(
            _("证件号码应为18位，当前为%(length)d位。"),
            code="id_number_length",
            params={"length": len(number)},
        )
    if not NUMBER.fullmatch(number):
        raise ValidationError(
            _("证件号码前17位应为数字，最后一位为数字或字母 X。"), code="id_number_format"
        )


def _check_birth_date(number: str, today: datetime.date) -> None:
    try:
        born = birth_date_of(number)
    except ValueError as error:
        raise ValidationError(
            _("证件号码中的出生日期不存在，请核对第7至14位。"), code="id_number_birth_date"
        ) from error
    if born > today:
        raise ValidationError(
            _("证件号码中的出生日期晚于今天，请核对第7至14位。"), code="id_number_future"
        )
    if dates.age_on(born, today) > MAX_AGE:
        raise ValidationError(
            _("证件号码中的出生日期过早，请核对第7至14位。"), code="id_number_age"
        )
