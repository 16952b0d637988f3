"""One cleaner for each field type: typed text in, storable value out.

Forms call these while somebody types, `completeness` calls them again on what was stored, so a rule
about a value stands here and nowhere else.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.lib.dates import today
from portal.lib.identifiers import (
    IdDocType,
    clean_bank_account,
    clean_bank_card,
    clean_id_document,
    clean_mobile,
    clean_uscc,
    normalise,
)
from programs.definitions.base import applies
from programs.definitions.forms import FormField
from programs.units import selected_unit

Cleaner = Callable[[FormField, Any, dict[str, Any]], Any]

TEXT_LENGTH = 200
TEXTAREA_LENGTH = 2000
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff\ufffd]")
_EMOJI = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u20e3]")
_NAME = re.compile(r"[\w\s.·•'’,-]+")


def is_blank(value: Any) -> bool:
    return value is None or value == "" or value == []


def clean_value(field: FormField, raw: Any, answers: dict[str, Any]) -> Any:
    """The storable value of what was typed; ValidationError says in words what is wrong.

    A blank is never wrong here: whether an answer is required is `completeness`' question.
    """
    if isinstance(raw, str):
        raw = raw.strip()
    if is_blank(raw):
        return [] if field.type == "multichoice" else ""
    return CLEANERS[field.type](field, raw, answers)


def _text(field: FormField, raw: Any, _answers: dict[str, Any]) -> str:
    text = str(raw)
    if _UNPRINTABLE.search(text):
        raise ValidationError(_("含有无法显示的字符，请删除后重新输入。"))
    if _EMOJI.search(text):
        raise ValidationError(_("请不要输入表情符号。"))
    limit = field.max_length or (TEXTAREA_LENGTH if field.type == "textarea" else TEXT_LENGTH)
    if len(text) > limit:
        raise ValidationError(
            _("最多 {limit} 个字，现在有 {length} 个。").format(limit=limit, length=len(text))
        )
    return text


def _name(field: FormField, raw: Any, answers: dict[str, Any]) -> str:
    text = _text(field, raw, answers)
    if len(text) > 60 or not _NAME.fullmatch(text) or any(c.isdigit() for c in text):
        raise ValidationError(_("请填写真实姓名，只能包含文字、间隔号和空格。"))
    return text


def _choice(field: FormField, raw: Any, answers: dict[str, Any]) -> str:
    option = next((option for option in field.options if option.value == raw), None)
    if option is None:
        raise ValidationError(_("请从列表中选择。"))
    if not applies(option.when, answers):
        text = _("“{option}”与表中其他选项不相符，请重新选择。")
        raise ValidationError(text.format(option=option.label))
    return str(raw)


def _multichoice(field: FormField, raw: Any, answers: dict[str, Any]) -> list[str]:
    chosen = list(raw) if isinstance(raw, (list, tuple)) else [raw]
    known = [option.value for option in field.options_for(answers)]
    if not set(chosen) <= set(known):
        raise ValidationError(_("请从列表中选择。"))
    return [value for value in known if value in chosen]


def _integer(field: FormField, raw: Any, _answers: dict[str, Any]) -> int:
    text = normalise(str(raw)).replace(",", "")
    if not re.fullmatch(r"[+-]?\d{1,15}", text):
        raise ValidationError(_("请填写整数。"))
    _check_bounds(field, Decimal(text))
    return int(text)


def _money(field: FormField, raw: Any, _answers: dict[str, Any]) -> str:
    text = normalise(str(raw)).replace(",", "")
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d+)?", text):
        raise ValidationError(_("请填写金额，单位为元，例如 12800.50。"))
    amount = Decimal(text)
    if amount != amount.quantize(Decimal("0.01")):
        raise ValidationError(_("金额最多两位小数。"))
    _check_bounds(field, amount)
    return str(amount.quantize(Decimal("0.01")))


def _check_bounds(field: FormField, number: Decimal) -> None:
    if field.min_value is not None and number < field.min_value:
        raise ValidationError(_("不能小于 {limit}。").format(limit=f"{field.min_value:,f}"))
    if field.max_value is not None and number > field.max_value:
        raise ValidationError(
            _("不能大于 {limit}，请检查是否多输了数字。").format(limit=f"{field.max_value:,f}")
        )


def _date(field: FormField, raw: Any, _answers: dict[str, Any]) -> str:
    try:
        day = raw if isinstance(raw, dt.date) else dt.date.fromisoformat(normalise(str(raw)))
    except ValueError as error:
        raise ValidationError(_("请填写有效日期，例如 2026-03-15。")) from error
    if field.past and day > today():
        raise ValidationError(_("日期不能晚于今天。"))
    if day.year < 1900:
        raise ValidationError(_("请检查年份。"))
    return day.isoformat()


def _boolean(_field: FormField, raw: Any, _answers: dict[str, Any]) -> bool:
    return raw in (True, "on", "true", "1")


def _email(_field: FormField, raw: Any, _answers: dict[str, Any]) -> str:
    text = normalise(str(raw)).lower()
    validate_email(text)
    return text


def _id_doc_type(_field: FormField, raw: Any, _answers: dict[str, Any]) -> str:
    if raw not in IdDocType.values:
        raise ValidationError(_("请从列表中选择。"))
    return str(raw)


def _id_doc_number(_field: FormField, raw: Any, answers: dict[str, Any]) -> str:
    doc_type = answers.get("id_doc_type")
    if doc_type not in IdDocType.values:
        raise ValidationError(_("请先选择证件类型。"))
    return clean_id_document(str(doc_type), str(raw))


def _unit(_field: FormField, raw: Any, _answers: dict[str, Any]) -> str:
    unit = selected_unit(raw)
    if unit is None:
        raise ValidationError(_("请输入关键字搜索，并从列表中选择已登记的单位。"))
    return str(unit.pk)


CLEANERS: dict[str, Cleaner] = {
    "text": _text,
    "textarea": _text,
    "name": _name,
    "choice": _choice,
    "multichoice": _multichoice,
    "integer": _integer,
    "money": _money,
    "date": _date,
    "boolean": _boolean,
    "email": _email,
    "mobile": lambda _field, raw, _answers: clean_mobile(str(raw)),
    "uscc": lambda _field, raw, _answers: clean_uscc(str(raw)),
    "bank_account": lambda _field, raw, _answers: clean_bank_card(str(raw)),
    "company_account": lambda _field, raw, _answers: clean_bank_account(str(raw)),
    "id_doc_type": _id_doc_type,
    "id_doc_number": _id_doc_number,
    "district": _text,
    "unit": _unit,
}
