"""Answers as they are stored: sensitive ones encrypted, everything else as JSON.

Plain answers are what forms, rules and calculations see: `{field key: value, section key: rows}`,
with dates as ISO text and amounts as decimal text. `pack` makes them storable, `unpack` undoes it.
"""

from collections.abc import Callable
from typing import Any

from portal.lib.crypto import decrypt, encrypt
from programs.definitions.base import applies
from programs.definitions.forms import Form, FormField
from programs.models import Application

Answers = dict[str, Any]


def pack(form: Form, answers: Answers) -> Answers:
    """The storable form of plain answers; keys that the form does not know are dropped."""
    return _convert(form, answers, encrypt)


def unpack(form: Form, stored: Answers) -> Answers:
    """Plain answers from stored ones."""
    return _convert(form, stored, decrypt)


def plain_answers(application: Application) -> Answers:
    """The application's answers, decrypted."""
    return unpack(application.form, application.answers)


def _convert(form: Form, answers: Answers, cipher: Callable[[str], str]) -> Answers:
    result = _convert_fields(list(form.fields.values()), answers, cipher)
    for key, section in form.groups.items():
        if key in answers:
            fields = list(section.fields)
            result[key] = [_convert_fields(fields, row, cipher) for row in answers[key]]
    return result


def _convert_fields(
    fields: list[FormField], values: Answers, cipher: Callable[[str], str]
) -> Answers:
    return {
        field.key: cipher(values[field.key])
        if field.is_sensitive and values[field.key]
        else values[field.key]
        for field in fields
        if field.key in values
    }


def relevant(form: Form, answers: Answers) -> Answers:
    """Only the answers that are asked for: what a `when` hides does not count."""
    shown = {field.key for field in form.visible_fields(answers)}
    groups = {key for key, section in form.groups.items() if applies(section.when, answers)}
    return {key: value for key, value in answers.items() if key in shown or key in groups}
