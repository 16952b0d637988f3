"""The workbook that a unit fills in: drop-downs, notes, and what we know of its people already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from portal.lib.identifiers import IdDocType
from programs.definitions.base import Condition, Text
from programs.definitions.forms import ACCOUNTS, FormField
from programs.roster.columns import MAX_DETAILS, MAX_ROWS, Column, Plan, SheetPlan

Answers = Mapping[str, Any]

DICTIONARY = Text(zh="_字典", en="_lists")
INSTRUCTIONS = Text(zh="填写说明", en="Instructions")
FONT = "微软雅黑"
WIDTHS = {
    "name": 12,
    "id_doc_number": 24,
    "bank_account": 26,
    "company_account": 26,
    "textarea": 40,
    "uscc": 24,
}
WIDE_HEADING = 2.2  # widths of a digit that a Chinese character takes
MAX_NOTE = 255  # characters that Excel shows of an input message
LIST_IN_CELLS = 20  # choices that a note still spells out


class Template:
    """One workbook while it is written."""

    def __init__(self, target: IO[bytes], plan: Plan) -> None:
        self.plan = plan
        self.book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
        looks = {"font_name": FONT, "border": 1, "align": "center", "valign": "vcenter"}
        head = looks | {"bold": True, "font_color": "white", "text_wrap": True}
        self.head = self.book.add_format(head | {"bg_color": "#1B5FC1"})
        self.head_required = self.book.add_format(head | {"bg_color": "#C8161D"})
        self.text = self.book.add_format({"num_format": "@", "font_name": FONT})
        self.date = self.book.add_format({"num_format": "yyyy-mm-dd", "font_name": FONT})
        self.title = self.book.add_format({"bold": True, "font_name": FONT, "font_size": 14})
        self.words = self.book.add_format({"font_name": FONT, "text_wrap": True, "valign": "top"})
        self.sheets = {sheet.key: self.book.add_worksheet(sheet.name) for sheet in plan.sheets}
        self.instructions = self.book.add_worksheet(str(INSTRUCTIONS))
        self.lists = Lists(self.book.add_worksheet(str(DICTIONARY)))

    def write(self, title: str, people: Iterable[Answers]) -> None:
        """Everything, with one row for each of the people."""
        for sheet in self.plan.sheets:
            self._head(sheet)
        self._fill(people)
        self._instruct(title)
        self.lists.sheet.hide()
        self.book.close()

    def _head(self, plan: SheetPlan) -> None:
        sheet, last = self.sheets[plan.key], MAX_DETAILS if plan.section else MAX_ROWS
        sheet.set_row(0, 34)
        for position, column in enumerate(plan.columns):
            look = self.head_required if column.question.required else self.head
            star = "*" if column.question.required else ""
            sheet.write_string(0, position, star + column.heading, look)
            sheet.write_comment(0, position, note(self.plan, column.question), {"x_scale": 2})
            sheet.set_column(position, position, _width(column), self._format(column.question))
            self._validate(sheet, plan, position, last)
        sheet.freeze_panes(1, 1)

    def _format(self, question: FormField) -> Format | None:
        if question.type in ("integer", "money"):
            return None
        return self.date if question.type == "date" else self.text

    def _validate(self, sheet: Worksheet, plan: SheetPlan, position: int, last: int) -> None:
        question = plan.columns[position].question
        rule: dict[str, Any] = {
            "input_title": str(question.label)[:32],
            "input_message": note(self.plan, question)[:MAX_NOTE],
            "error_type": "warning",
        }
        sources = _parents(question, plan)
        labels = [labels[0] for _value, labels in self.plan.choices(question)]
        if question.type == "multichoice" or not labels:
            rule["validate"] = "any"
        elif sources is None:
            rule |= {"validate": "list", "source": self.lists.add(question.key, labels)}
        else:
            parent, pairs = sources
            named = [(self.plan.shown(parent, value), label) for value, label in pairs]
            cell = f"${xl_col_to_name(_position(plan, parent))}2"
            rule |= {"validate": "list", "source": self.lists.add_pairs(question.key, named, cell)}
        sheet.data_validation(1, position, last, position, rule)

    def _fill(self, people: Iterable[Answers]) -> None:
        details = dict.fromkeys((sheet.key for sheet in self.plan.details), 1)
        for row, answers in enumerate(people, start=1):
            self._row(self.plan.people, row, answers)
            for plan in self.plan.details:
                for item in answers.get(plan.key) or []:
                    key = plan.columns[0].key
                    self._row(plan, details[plan.key], {**item, key: answers.get(key)})
                    details[plan.key] += 1

    def _row(self, plan: SheetPlan, row: int, answers: Answers) -> None:
        sheet = self.sheets[plan.key]
        for position, column in enumerate(plan.columns):
            value = answers.get(column.key)
            if value is None or value in ("", []):
                continue
            if column.question.type in ("integer", "money"):
                sheet.write_string(row, position, str(value))
            else:
                look = self._format(column.question)
                sheet.write_string(row, position, self.plan.shown(column.question, value), look)

    def _instruct(self, title: str) -> None:
        sheet = self.instructions
        sheet.set_column(0, 0, 110, self.words)
        sheet.write_string(0, 0, title, self.title)
        for row, line in enumerate(_instructions(self.plan), start=2):
            sheet.write_string(row, 0, line, self.words)


class Lists:
    """The hidden sheet that the drop-downs read."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.next = 0
        self.ranges: dict[str, str] = {}

    def add(self, key: str, labels: Sequence[str]) -> str:
        """The range of a list; the same list is written once."""
        known = f"{key}:{labels}"
        if known not in self.ranges:
            letter = self._column(labels)
            self.ranges[known] = f"='{self.sheet.name}'!${letter}$1:${letter}${len(labels)}"
        return self.ranges[known]

    def add_pairs(self, key: str, pairs: Sequence[tuple[str, str]], parent: str) -> str:
        """The part of a list that belongs to what stands in the parent's cell."""
        ordered = sorted(pairs, key=lambda pair: pair[0])
        first = self._column([parent_label for parent_label, _label in ordered])
        second = self._column([label for _parent, label in ordered])
        name = self.sheet.name
        column = f"'{name}'!${first}$1:${first}${len(ordered)}"
        return (
            f"=OFFSET('{name}'!${second}$1,MATCH({parent},{column},0)-1,0,"
            f"COUNTIF({column},{parent}),1)"
        )

    def _column(self, words: Sequence[str]) -> str:
        self.sheet.write_column(0, self.next, words)
        self.next += 1
        return str(xl_col_to_name(self.next - 1))


def write_template(
    target: IO[bytes], plan: Plan, title: str, people: Iterable[Answers] = ()
) -> None:
    """Writes the workbook of a form, with these people in it."""
    Template(target, plan).write(title, people)


def note(plan: Plan, question: FormField) -> str:
    """What somebody who fills in a cell should know."""
    lines = [str(question.help)] if question.help else []
    lines.append(_("必填。") if question.required else _("选填。"))
    if question.when:
        lines.append(_("仅在符合前面的选择时填写。"))
    labels = [labels[0] for _value, labels in plan.choices(question)]
    if question.type == "multichoice":
        lines.append(_("可多选，用“、”分隔：{labels}。").format(labels="、".join(labels)))
    elif labels and len(labels) <= LIST_IN_CELLS:
        lines.append(_("从下拉列表中选择：{labels}。").format(labels="、".join(labels)))
    lines += _limits(question)
    return "\n".join(lines)


def _limits(question: FormField) -> list[str]:
    found = []
    if question.type == "date":
        found.append(_("日期，例如 2026-03-15。"))
    if question.past:
        found.append(_("不能晚于今天。"))
    if question.max_length:
        found.append(_("最多 {limit} 个字。").format(limit=question.max_length))
    if question.min_value is not None:
        found.append(_("不能小于 {limit}。").format(limit=f"{question.min_value:,f}"))
    if question.max_value is not None:
        found.append(_("不能大于 {limit}。").format(limit=f"{question.max_value:,f}"))
    if question.type == "id_doc_number":
        kinds = "、".join(str(label) for label in IdDocType.labels)
        found.append(_("与证件类型一致（{kinds}）。请保持单元格为“文本”格式。").format(kinds=kinds))
    if question.type in ACCOUNTS:
        found.append(_("请保持单元格为“文本”格式。"))
    return found


def _instructions(plan: Plan) -> list[str]:
    lines = [
        _("1. 每行一人，最多 {rows} 人；红色表头（带 * 号）为必填项，鼠标停在表头上可查看要求。"),
        _("2. 表中已带出上一年度入选人员和本年度草稿，核对后修改即可；不申报的人员请删除整行。"),
        _("3. 请勿合并单元格、修改表头或隐藏“{people}”工作表；列的顺序可以调整，多余的列不读取。"),
        _("4. 证件号码、银行卡号请保持“文本”格式，否则 Excel 只保留前 15 位数字。"),
        _("5. 同一人员以证件号码识别：再次导入时更新草稿，不会重复；空白单元格不改动已填内容。"),
        _("6. 已提交的人员不受导入影响。申报材料可在导入后以 ZIP 压缩包批量上传。"),
    ]
    if plan.details:
        lines.append(
            _("7. 工作表“{names}”每行一条，用证件号码对应人员；填写后替换该人员原有的全部条目。")
        )
    names = "、".join(sheet.name for sheet in plan.details)
    known = {"rows": f"{MAX_ROWS:,}", "people": plan.people.name, "names": names}
    return [line.format(**known) for line in lines]


def _width(column: Column) -> float:
    by_type = WIDTHS.get(column.question.type, 16)
    return max(by_type, len(column.heading) * WIDE_HEADING + 2)


def _parents(
    question: FormField, plan: SheetPlan
) -> tuple[FormField, list[tuple[str, str]]] | None:
    """The question on which every option depends, and (its value, option) pairs; None without."""
    asked = {column.key: column.question for column in plan.columns}
    pairs: list[tuple[str, str]] = []
    parents = set()
    for option in question.options:
        values = _values(option.when)
        if option.when is None or not values or option.when.field not in asked:
            return None
        parents.add(option.when.field)
        pairs += [(value, str(option.label)) for value in values]
    return (asked[parents.pop()], pairs) if len(parents) == 1 else None


def _values(condition: Condition | None) -> list[str]:
    if condition is None or condition.field is None:
        return []
    if isinstance(condition.equals, str):
        return [condition.equals]
    return list(condition.one_of or ())


def _position(plan: SheetPlan, question: FormField) -> int:
    return next(i for i, column in enumerate(plan.columns) if column.key == question.key)
