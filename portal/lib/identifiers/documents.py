"""Documents that prove who somebody is. Those with a legal check digit are checked in full,
the others by characters and length."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.identifiers.resident import clean_citizen_number, clean_resident_id
from portal.lib.identifiers.text import normalise


class IdDocType(models.TextChoices):
    RESIDENT_ID = "resident_id", _("居民身份证")
    HMT_RESIDENCE = "hmt_residence", _("港澳台居民居住证")
    HM_PERMIT = "hm_permit", _("港澳居民来往内地通行证")
    TW_PERMIT = "tw_permit", _("台湾居民来往大陆通行证")
    FOREIGN_PR = "foreign_pr", _("外国人永久居留身份证")
    CHINESE_PASSPORT = "chinese_passport", _("中国护照")
    PASSPORT = "passport", _("外国护照")


HMT_PREFIXES = ("810000", "820000", "830000")

# Shape and the sentence shown when a number does not have it.
SHAPES = {
    IdDocType.HM_PERMIT: (
        # Permits of before 2013 carried two digits more; they are still in old files.
        re.compile(r"[HM](\d{8}|\d{10})", re.ASCII),
        _("港澳居民来往内地通行证号码应为字母 H 或 M 加8位数字。"),
    ),
    IdDocType.TW_PERMIT: (
        re.compile(r"\d{8}", re.ASCII),
        _("台湾居民来往大陆通行证号码应为8位数字。"),
    ),
    IdDocType.CHINESE_PASSPORT: (
        re.compile(r"E(\d{8}|[A-HJ-NP-Z]\d{7})", re.ASCII),
        _("中国护照号码应为字母 E 加8位数字，或 E 加一个字母加7位数字。"),
    ),
    IdDocType.PASSPORT: (
        re.compile(r"[A-Z0-9]{5,18}", re.ASCII),
        _("护照号码应为5至18位字母或数字。"),
    ),
}
OLD_FOREIGN_CARD = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)


def clean_id_document(doc_type: str, text: str, *, today: datetime.date | None = None) -> str:
    """The number as it is stored. `doc_type` is a value of IdDocType; others raise ValueError."""
    kind = IdDocType(doc_type)
    if kind is IdDocType.RESIDENT_ID:
        return clean_resident_id(text, today=today)
    if kind is IdDocType.HMT_RESIDENCE:
        return _clean_hmt_residence(text, today)
    if kind is IdDocType.FOREIGN_PR:
        return _clean_foreign_card(text, today)
    shape, message = SHAPES[kind]
    number = normalise(text)
    if not shape.fullmatch(number):
        raise ValidationError(message, code="id_number_format")
    return number


def _clean_hmt_residence(text: str, today: datetime.date | None) -> str:
    number = clean_citizen_number(text, today=today)
    if not number.startswith(HMT_PREFIXES):
        raise ValidationError(
            _("港澳台居民居住证号码应以 810000、820000 或 830000 开头。"),
            code="id_number_format",
        )
    return number


def _clean_foreign_card(text: str, today: datetime.date | None) -> str:
    """Cards since December 2023 have 18 characters and a check digit, older ones 15 without."""
    number = normalise(text)
    if OLD_FOREIGN_CARD.fullmatch(number):
        return number
    if not number.startswith("9"):
        raise ValidationError(
            _("外国人永久居留身份证号码应为3位字母加12位数字，或以9开头的18位号码。"),
            code="id_number_format",
        )
    return clean_citizen_number(number, today=today)
