"""Answers for any form: generated from what its definition asks for."""

from collections.abc import Callable
from itertools import count
from typing import Any

from programs.definitions.base import applies
from programs.definitions.forms import Form, FormField

from .identifiers import resident_id, uscc

_serial = count(1)

#: One person and her bank, the same in every form; the documents of `resident_id` are hers.
PERSON = {
    "name": "祝允明",
    "sex": "male",
    "birth_date": "1988-03-14",
    "bank_name": "中国工商银行苏州分行",
}


def full_answers(form: Form, known: dict[str, Any]) -> dict[str, Any]:
    """An answer to every question that applies, rows included; `known` ones as they are.

    A choice takes its first option, a box is ticked; what that asks for in turn is answered too.
    """
    answers: dict[str, Any] = {}
    for section in form.sections:
        if not applies(section.when, answers):
            continue
        if section.repeat is None:
            _answer(section.fields, answers, known)
            continue
        row: dict[str, Any] = {}
        _answer(section.fields, row, known)
        answers[section.key] = [row] * max(1, section.repeat.min)
    return answers


def _answer(fields: tuple[FormField, ...], answers: dict[str, Any], known: dict[str, Any]) -> None:
    for field in fields:
        if applies(field.when, answers):
            given = known.get(field.key)
            answers[field.key] = _generated(field, answers) if given in (None, "") else given


def _generated(field: FormField, answers: dict[str, Any]) -> Any:
    number = next(_serial)
    match field.type:
        case "text" | "textarea":
            return f"样本{number:06d}"[: field.max_length]
        case "choice":
            return field.options_for(answers)[0].value
        case "multichoice":
            return [option.value for option in field.options_for(answers)]
        case "integer":
            return _within(field, 24)
        case "money":
            return f"{_within(field, 520000)}.00"
        case "date":
            return "2020-03-01" if field.past else "2027-12-31"
        case "boolean":
            return True
        case "mobile":
            return f"137{number:08d}"
        case "email":
            return f"sample{number}@example.com"
    return _OF_TYPE[field.type]()


_OF_TYPE: dict[str, Callable[[], str]] = {
    "name": lambda: "沈周",
    "uscc": uscc,
    "id_doc_type": lambda: "resident_id",
    "id_doc_number": resident_id,
    "bank_account": lambda: "6222021102001234569",
    "company_account": lambda: "32501986360000000123",
    "district": lambda: "320508",
}


def _within(field: FormField, number: int) -> int:
    least = number if field.min_value is None else max(number, int(field.min_value))
    return least if field.max_value is None else min(least, int(field.max_value))
