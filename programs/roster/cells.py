"""What stands in a cell, as somebody would have typed it into the form."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.lib.identifiers import normalise
from programs.definitions.forms import FormField
from programs.roster.columns import Plan

#: Excel keeps 15 digits of a number; what follows is lost for good.
EXACT = 10**15
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d{2}", re.IGNORECASE | re.ASCII)
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0{1,2}:00(:00)?)?", re.ASCII)
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
EPOCH = dt.date(1899, 12, 30)
#: Around what was copied, and nobody sees it; the apostrophe with which Excel marks text, typed.
UNSEEN = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
SERIALS = range(1, 80_000)  # to the year 2119
SEPARATORS = re.compile(r"[、,，;；\n]+")


def typed(plan: Plan, question: FormField, cell: Any) -> Any:
    """The answer that a cell holds, "" for a blank one.

    Raises ValidationError for what Excel has made of it; whether the answer itself is right is
    for `rules.values` to say.
    """
    if isinstance(cell, str):
        cell = cell.strip(UNSEEN).removeprefix("'")
    if cell is None or cell == "":
        return ""
    if plan.choices(question):
        return _chosen(plan, question, cell)
    if question.type == "date":
        return _day(cell)
    if question.type in ("integer", "money"):
        return _number(cell)
    return _text(cell)


def _chosen(plan: Plan, question: FormField, cell: Any) -> Any:
    """The value behind a word of the list; multiple choices are separated by 、."""
    if question.type == "boolean":
        return _yes_or_no(plan, question, cell)
    known = {
        name.casefold(): value
        for value, labels in plan.choices(question)
        for name in (value, *labels)
    }
    words = SEPARATORS.split(_text(cell)) if question.type == "multichoice" else [_text(cell)]
    words = [word.strip() for word in words if word.strip()]
    unknown = [word for word in words if word.casefold() not in known]
    if unknown:
        labels = "、".join(labels[0] for _value, labels in plan.choices(question)[:12])
        message = _("“{word}”不在选项中，请填写：{labels}。")
        raise ValidationError(message.format(word=unknown[0][:20], labels=labels))
    values = [known[word.casefold()] for word in words]
    return values if question.type == "multichoice" else values[0]


def _yes_or_no(plan: Plan, question: FormField, cell: Any) -> bool:
    if isinstance(cell, (bool, float, int)):
        return bool(cell)
    said = str(cell).casefold()
    yes, no = ({label.casefold() for label in labels} for _value, labels in plan.choices(question))
    if said in yes | {"√", "y", "true"}:
        return True
    if said in no | {"×", "n", "false"}:
        return False
    raise ValidationError(_("请填“是”或“否”。"))


def _day(cell: Any) -> str:
    if isinstance(cell, dt.date):  # a datetime is one too
        return dt.date(cell.year, cell.month, cell.day).isoformat()
    if isinstance(cell, float) and int(cell) in SERIALS:
        return (EPOCH + dt.timedelta(days=int(cell))).isoformat()
    text = _text(cell)
    if text.isascii() and text.isdigit() and len(text) == 5:
        return (EPOCH + dt.timedelta(days=int(text))).isoformat()
    compact = normalise(text)
    if found := DAY.fullmatch(text) or DAY.fullmatch(compact) or COMPACT_DAY.fullmatch(compact):
        year, month, day = (int(part) for part in found.groups()[:3])
        try:
            return dt.date(year, month, day).isoformat()
        except ValueError as error:
            raise ValidationError(_("请填写有效日期，例如 2026-03-15。")) from error
    return text


def _number(cell: Any) -> str:
    """A figure without the noise that reckoning in binary leaves behind the sixth decimal."""
    if isinstance(cell, float) and abs(cell) < EXACT:
        number = round(Decimal(repr(cell)), 6)
        return f"{number.to_integral_value() if number == int(number) else number.normalize():f}"
    return _text(cell)


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    if isinstance(cell, (float, int)):
        if abs(cell) >= EXACT:
            raise _lost_digits(f"{cell:.1E}".replace("E+0", "E+"))
        return _number(float(cell))
    if isinstance(cell, (dt.date, dt.time, dt.timedelta)):
        return str(cell)
    text = str(cell)
    if SCIENTIFIC.fullmatch(text):
        raise _lost_digits(text)
    return text


def _lost_digits(shown: str) -> ValidationError:
    message = _(
        "Excel 把号码当成数字存储（{shown}），后几位已丢失。"
        "请把该单元格设为“文本”格式，重新填写完整号码。"
    )
    return ValidationError(message.format(shown=shown))
