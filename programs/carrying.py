"""What of an earlier filing still holds this year: item by item, with the rule that says so.

The page that asks before 继续申报 shows this plan, and the action carries out the same plan.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.dates import today
from portal.lib.uploads.check import KINDS, MEBIBYTE
from programs.answers import Answers
from programs.definitions.base import applies
from programs.definitions.forms import Form, FormField, Section, Slot
from programs.models import Attachment
from programs.rules.values import clean_value, is_blank

PROFILE = gettext_lazy("按会员中心的最新信息带出。")


class Fate(TextChoices):
    """What becomes of one item."""

    KEPT = "kept", gettext_lazy("沿用")
    RENEWED = "renewed", gettext_lazy("需更新")
    LAPSED = "lapsed", gettext_lazy("已失效")


@dataclass(frozen=True)
class Item:
    """A field, repeating section or slot; `value` is what is carried over."""

    target: str
    key: str
    label: str
    fate: Fate
    reason: str
    value: Any = None


@dataclass(frozen=True)
class Plan:
    """Everything that the new form asks for and the earlier filing told, in the new order."""

    items: list[Item] = field(default_factory=list)

    @property
    def answers(self) -> Answers:
        return {item.key: item.value for item in self._kept if item.target != "slot"}

    @property
    def files(self) -> list[Attachment]:
        return [file for item in self._kept if item.target == "slot" for file in item.value]

    @property
    def groups(self) -> list[tuple[Fate, list[Item]]]:
        """The items by what becomes of them, what needs a hand first."""
        order = (Fate.LAPSED, Fate.RENEWED, Fate.KEPT)
        return [(fate, [item for item in self.items if item.fate == fate]) for fate in order]

    @property
    def _kept(self) -> list[Item]:
        return [item for item in self.items if item.fate == Fate.KEPT]


def plan_of(
    earlier: Form,
    form: Form,
    answers: Answers,
    files: Sequence[Attachment],
    refused: Mapping[str, str] | None = None,
    profile: Answers | None = None,
    day: dt.date | None = None,
) -> Plan:
    """What the new form takes over from these plain answers and files of the earlier one.

    `refused` are answers that this year's rules do not accept, and why; `profile` is what we know
    today, whatever was told then; `day` is when the new form is filled in, today or later.
    """
    day = day or today()
    items: list[Item] = []
    for section in form.sections:
        if section.repeat:
            items += _group(earlier, section, answers, day)
        else:
            items += _fields(earlier, section, answers, profile or {}, day)
    items = [
        replace(item, fate=Fate.LAPSED, reason=refused[item.key])
        if refused and item.key in refused and item.fate == Fate.KEPT
        else item
        for item in items
    ]
    stale = _stale(items, answers)
    for slot in form.slots:
        stored = [file for file in files if file.slot == slot.key]
        items += _slot(slot, stored, answers, stale)
    return Plan(items + list(_gone(earlier, form, answers, files)))


def _stale(items: list[Item], answers: Answers) -> dict[str, str]:
    """Why a paper that proves one of these items does not prove it any more."""
    stale = {}
    for item in items:
        before = answers.get(item.key)
        if item.fate == Fate.LAPSED:
            text = _("所证明的“{label}”已失效，须上传新材料。")
        elif item.fate == Fate.KEPT and not is_blank(before) and item.value != before:
            text = _("所证明的“{label}”已变更，须上传新材料。")
        else:
            continue
        stale[item.key] = text.format(label=item.label)
    return stale


def known_answers(
    form: Form, told: Iterable[tuple[Form, Answers]], *, renewed: bool = False
) -> Answers:
    """What earlier filings, the newest first, have told of what the form asks for.

    With `renewed` also what has to be told anew each year: good for an estimate only.
    """
    known: Answers = {}
    for earlier, answers in told:
        plan = plan_of(earlier, _all_kept(form) if renewed else form, answers, [])
        known = {**plan.answers, **known}
    return known


def _all_kept(form: Form) -> Form:
    """The form as if nothing had to be told anew."""
    sections = tuple(
        section.model_copy(
            update={
                "fields": tuple(_kept_field(question) for question in section.fields),
                "repeat": section.repeat and section.repeat.model_copy(update={"carry": "keep"}),
            }
        )
        for section in form.sections
    )
    return Form(title=form.title, sections=sections, slots=form.slots)


def _kept_field(question: FormField) -> FormField:
    return question.model_copy(update={"carry": "keep"}) if question.carry == "renew" else question


def _fields(
    earlier: Form, section: Section, answers: Answers, profile: Answers, day: dt.date
) -> Iterator[Item]:
    for question in section.fields:
        before = earlier.fields.get(question.key)
        value = answers.get(question.key)
        told = before is not None and not is_blank(value)
        asked = applies(section.when, answers) and applies(question.when, answers)
        found = _ruled(question.carry, question.carry_reason, told)
        if found is None and not is_blank(profile.get(question.key)):
            found, value = (Fate.KEPT, str(PROFILE)), profile[question.key]
        elif found is None and told and before is not None:
            found = _judged(before, question, value, answers, day)
        elif found is None and asked and question.required and not question.read_only:
            found = Fate.RENEWED, _("上次申报未填写，须补充。") if before else _("本年度新增。")
        if found and (told or asked):
            fate, reason = found
            yield Item("field", question.key, str(question.label), fate, reason, value)


def _ruled(carry: str, reason: Any, told: bool) -> tuple[Fate, str] | None:
    """What the definition says of an item, whatever its content; None where it is kept."""
    if carry == "renew":
        return Fate.RENEWED, str(reason or _("每年数据不同，须重新填报。"))
    if carry == "drop" and told:
        return Fate.LAPSED, str(reason or _("仅当年有效，不再带入。"))
    return None


def _judged(
    before: FormField, question: FormField, value: Any, answers: Answers, day: dt.date
) -> tuple[Fate, str]:
    """Whether a kept value is still a good answer."""
    if question.read_only:
        return Fate.KEPT, str(PROFILE)
    if before.type != question.type:
        return Fate.LAPSED, _("填报方式已变更，须重新填报。")
    gone = _options_gone(before, question, value)
    if gone:
        return Fate.LAPSED, _("选项“{option}”本年度不再提供。").format(option=gone)
    try:
        clean_value(question, value, answers)
    except ValidationError as error:
        return Fate.LAPSED, _("不符合本年度要求：{text}").format(text=" ".join(error.messages))
    if question.expires and (end := dt.date.fromisoformat(value)) < day:
        return Fate.LAPSED, _("已于 {end} 到期，须更新。").format(end=end)
    return Fate.KEPT, _("无变化，自动带入。")


def _options_gone(before: FormField, question: FormField, value: Any) -> str:
    """Labels of what was chosen and is not offered any more."""
    if not question.options:
        return ""
    offered = {option.value for option in question.options}
    chosen = value if isinstance(value, list) else [value]
    return _("、").join(before.label_of(str(each)) for each in chosen if each not in offered)


def _group(earlier: Form, section: Section, answers: Answers, day: dt.date) -> Iterator[Item]:
    """A repeating section is carried over whole, or not at all."""
    assert section.repeat
    rows = answers.get(section.key) or []
    told = section.key in earlier.groups and bool(rows)
    found = _ruled(section.repeat.carry, section.repeat.carry_reason, told)
    if found is None and told:
        found = _judged_rows(earlier.groups[section.key], section, rows, answers, day)
    elif found is None and section.repeat.min and applies(section.when, answers):
        found = Fate.RENEWED, _("上次申报未填写，须补充。")
    if found:
        yield Item("group", section.key, str(section.title), *found, rows)


def _judged_rows(
    before: Section,
    section: Section,
    rows: list[dict[str, Any]],
    answers: Answers,
    day: dt.date,
) -> tuple[Fate, str]:
    assert section.repeat
    if section.repeat.unique:
        text = _("已用于上次申报，同一{row}只能使用一次。")
        return Fate.LAPSED, text.format(row=section.repeat.row_label)
    known = {question.key: question for question in before.fields}
    for number, row in enumerate(rows, start=1):
        for question in section.fields:
            value = row.get(question.key)
            if is_blank(value) or question.key not in known:
                continue
            beside = {**answers, **row}
            fate, reason = _judged(known[question.key], question, value, beside, day)
            if fate == Fate.LAPSED:
                return fate, f"{section.repeat.row_label} {number} · {question.label}：{reason}"
    return Fate.KEPT, _("无变化，自动带入。")


def _slot(
    slot: Slot, files: list[Attachment], answers: Answers, stale: Mapping[str, str]
) -> Iterator[Item]:
    asked = applies(slot.when, answers)
    found = _ruled(slot.carry, slot.carry_reason, bool(files)) if asked or files else None
    # A paper goes with what it proves.
    outdated = next((stale[key] for key in slot.proves if key in stale), "")
    if found is None and files:
        if outdated:
            found = Fate.LAPSED, outdated
        elif fault := _fault(slot, files):
            found = Fate.LAPSED, fault
        else:
            found = Fate.KEPT, _("沿用上次上传的文件。")
    elif found is None and asked and slot.required:
        found = Fate.RENEWED, _("上次申报未上传，须补充。")
    if found:
        yield Item("slot", slot.key, str(slot.label), *found, files)


def _fault(slot: Slot, files: list[Attachment]) -> str:
    """Why files that were good then are not any more."""
    mimes = {KINDS[kind].mime for kind in slot.types}
    for file in files:
        if file.scan == Attachment.Scan.INFECTED:
            return _("文件“{name}”未通过安全检查。").format(name=file.name)
        if file.mime not in mimes:
            return _("本年度不再接受此类文件（{name}）。").format(name=file.name)
        if file.size > slot.max_mib * MEBIBYTE:
            text = _("文件“{name}”超过本年度上限 {size} MB。")
            return text.format(name=file.name, size=slot.max_mib)
    if len(files) > slot.max_files:
        return _("本年度最多上传 {count} 个文件。").format(count=slot.max_files)
    return ""


def _gone(
    earlier: Form, form: Form, answers: Answers, files: Sequence[Attachment]
) -> Iterator[Item]:
    """What was told and is not asked for any more."""
    reason = _("本年度不再要求。")
    for key, question in earlier.fields.items():
        if key not in form.fields and not is_blank(answers.get(key)):
            yield Item("field", key, str(question.label), Fate.LAPSED, reason)
    for key, section in earlier.groups.items():
        if key not in form.groups and answers.get(key):
            yield Item("group", key, str(section.title), Fate.LAPSED, reason)
    filled = {file.slot for file in files}
    for key, slot in earlier.slot_by_key.items():
        if key not in form.slot_by_key and key in filled:
            yield Item("slot", key, str(slot.label), Fate.LAPSED, reason)
