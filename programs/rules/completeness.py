"""What still stands between a draft and its submission: one list, used by page, button and door."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.lib.identifiers import birth_and_sex_of, normalise
from programs.definitions.base import applies
from programs.definitions.forms import Form, FormField, Section

from .values import clean_value, is_blank


@dataclass(frozen=True)
class Problem:
    """Something missing or wrong, at the place where it can be mended.

    `target` is field, group, slot or form; `row` counts from 0 within a group.
    """

    target: str
    key: str
    message: str
    label: str = ""
    row: int | None = None
    field: str = ""

    @property
    def anchor(self) -> str:
        """The id of the element on the filing page."""
        if self.row is not None:
            return f"id_{self.key}-{self.row}-{self.field}"
        return f"{'id' if self.target == 'field' else self.target}_{self.key}"


def problems_of(form: Form, answers: dict[str, Any], filled_slots: Iterable[str]) -> list[Problem]:
    """Every missing or wrong item of plain answers, in the order of the form.

    `filled_slots` are those that hold a file, or need not.
    """
    problems: list[Problem] = []
    for section in form.sections:
        if applies(section.when, answers):
            check = _group_problems if section.repeat else _section_problems
            problems.extend(check(section, answers))
    filled = set(filled_slots)
    for slot in form.visible_slots(answers):
        if slot.required and slot.key not in filled:
            message = _("请上传“{label}”。").format(label=slot.label)
            problems.append(Problem("slot", slot.key, message, str(slot.label)))
    problems.extend(_identity_problems(answers))
    return problems


def _section_problems(section: Section, answers: dict[str, Any]) -> Iterator[Problem]:
    for field in section.fields:
        if applies(field.when, answers) and (message := _complaint(field, answers, answers)):
            yield Problem("field", field.key, message, str(field.label))


def _group_problems(section: Section, answers: dict[str, Any]) -> Iterator[Problem]:
    assert section.repeat
    rows = answers.get(section.key) or []
    label = str(section.title)
    if len(rows) < section.repeat.min:
        message = _("“{label}”至少填写 {count} 条。")
        yield Problem(
            "group", section.key, message.format(label=label, count=section.repeat.min), label
        )
    if len(rows) > section.repeat.max:
        message = _("“{label}”最多填写 {count} 条。")
        yield Problem(
            "group", section.key, message.format(label=label, count=section.repeat.max), label
        )
    for index, row in enumerate(rows):
        for field in section.fields:
            if applies(field.when, row) and (message := _complaint(field, row, answers)):
                place = f"{section.repeat.row_label} {index + 1} · {field.label}"
                yield Problem("group", section.key, message, place, index, field.key)
    yield from _repeated_rows(section, rows)


def _repeated_rows(section: Section, rows: list[dict[str, Any]]) -> Iterator[Problem]:
    assert section.repeat
    if not section.repeat.unique:
        return
    seen: set[tuple[Any, ...]] = set()
    for index, row in enumerate(rows):
        value = tuple(normalise(str(row.get(key) or "")) for key in section.repeat.unique)
        if value in seen and not all(map(is_blank, value)):
            message = _("与本表中的另一条重复。")
            place = f"{section.repeat.row_label} {index + 1}"
            yield Problem("group", section.key, message, place, index, section.repeat.unique[-1])
        seen.add(value)


def _complaint(field: FormField, values: dict[str, Any], answers: dict[str, Any]) -> str:
    """What is wrong with one answer, "" when nothing is."""
    value = values.get(field.key)
    if field.type == "boolean" and field.required and value is not True:
        return _("请勾选“{label}”。").format(label=field.label)
    if is_blank(value):
        return _("请填写“{label}”。").format(label=field.label) if field.required else ""
    try:
        clean_value(field, value, {**answers, **values})
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _identity_problems(answers: dict[str, Any]) -> Iterator[Problem]:
    """Birth date and sex must be those that the resident ID says."""
    number = answers.get("id_doc_number") or ""
    if answers.get("id_doc_type") != "resident_id" or (said := birth_and_sex_of(number)) is None:
        return
    born, sex = said
    if (typed := answers.get("birth_date")) and typed != born.isoformat():
        yield Problem("field", "birth_date", _("与身份证号码中的出生日期不一致。"), _("出生日期"))
    if (typed := answers.get("sex")) and typed != str(sex):
        yield Problem("field", "sex", _("与身份证号码中的性别不一致。"), _("性别"))
