"""What a row would do: add a person, change a draft, or nothing, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import birth_and_sex_of, normalise
from programs.actions.drafts import fingerprints
from programs.answers import Answers, pack, plain_answers
from programs.claims import claims_of
from programs.definitions.forms import FormField
from programs.models import Application, RosterRow
from programs.queries.applications import person_history, with_context
from programs.roster.cells import typed
from programs.roster.columns import KEY, Plan
from programs.roster.reading import Roster, Row, Table
from programs.rules.completeness import Problem, problems_of
from programs.rules.values import clean_value, is_blank
from programs.states import OPEN
from programs.submission import barriers, claim_problems

#: Without these nobody knows whom the row is about.
IDENTITY = ("name", "id_doc_type", KEY)
Remark = list[Any]
"""[sheet, row, column, heading, message, is_gap], as it is stored."""


@dataclass
class Findings:
    """What is wrong or missing in one row and its details."""

    remarks: list[Remark] = field(default_factory=list)
    complained: set[tuple[str, int, str]] = field(default_factory=set)

    def add(self, table: Table, row: Row, key: str, message: str, *, is_gap: bool = False) -> None:
        """One remark per cell: the first says why the others are."""
        place = (table.plan.key, row.number, key)
        if place in self.complained:
            return
        self.complained.add(place)
        column = table.positions.get(key, table.positions[KEY])
        heading = table.column(key).heading
        self.remarks.append([table.name, row.number, column, heading, message, is_gap])

    @property
    def is_wrong(self) -> bool:
        return any(not is_gap for *_place, is_gap in self.remarks)


@dataclass(frozen=True)
class Detail:
    """A row of details and what it says."""

    table: Table
    row: Row
    values: Answers


class Checker:
    """Looks the rows of one workbook through, in any order and as often as one likes."""

    def __init__(self, roster: Roster, plan: Plan, unit_part: Application) -> None:
        self.roster, self.plan, self.unit_part = roster, plan, unit_part
        self.form = plan.form
        self.slots = [slot.key for slot in self.form.slots]
        self.first_rows: dict[str, int] = {}
        for row in roster.people.rows:
            if number := self._number(row):
                self.first_rows.setdefault(number, row.number)

    def check(self, row: Row) -> RosterRow:
        """The stored form of a row, not saved yet."""
        table, findings = self.roster.people, Findings()
        said = self._said(table, row, findings)
        mine = self._draft(said)
        stored = plain_answers(mine) if mine else {}
        said = self._clean(table, row, said, stored, findings)
        self._fill_from_card(said, stored)
        details = self._details(row, {**stored, **said}, findings)
        said |= {key: [d.values for d in rows] for key, rows in details.items()}
        result = RosterRow(number=row.number, name=str(said.get("name", ""))[:60])
        if mine and not mine.is_editable:
            result.verdict, result.state = RosterRow.Verdict.LEFT, RosterRow.State.DONE
            state = mine.get_state_display()
            result.reason = _("已提交（{state}），不受导入影响。").format(state=state)
            result.application = mine
            return result
        self._judge(row, {**stored, **said}, details, findings, mine)
        self._settle(result, said, stored, findings, mine)
        return result

    def orphans(self) -> list[Remark]:
        """Rows of details that belong to nobody in the list."""
        findings = Findings()
        for table in self.roster.details:
            for row in table.rows:
                if self._number(row) not in self.first_rows:
                    message = _("“{people}”中没有该证件号码，此行不导入。")
                    name = self.roster.people.name
                    findings.add(table, row, KEY, message.format(people=name))
        return findings.remarks

    def _settle(
        self,
        result: RosterRow,
        said: Answers,
        stored: Answers,
        findings: Findings,
        mine: Application | None,
    ) -> None:
        result.problems, result.application = findings.remarks, mine
        result.state = RosterRow.State.WAITING
        if findings.is_wrong:
            result.verdict, result.state = RosterRow.Verdict.WRONG, RosterRow.State.REFUSED
        elif mine is None:
            result.verdict = RosterRow.Verdict.NEW
        elif self._changes(said, stored):
            result.verdict = RosterRow.Verdict.UPDATE
        else:
            result.verdict, result.state = RosterRow.Verdict.LEFT, RosterRow.State.DONE
            result.reason = _("与已有草稿一致。")
        if result.state == RosterRow.State.WAITING:
            result.answers = pack(self.form, said)

    def _changes(self, said: Answers, stored: Answers) -> bool:
        before, after = (fingerprints(self.form, a) for a in (stored, {**stored, **said}))
        return before != after

    def _said(self, table: Table, row: Row, findings: Findings) -> Answers:
        """What was typed into the cells that are not blank."""
        said: Answers = {}
        for key, cell in row.cells.items():
            if key in row.unusable:
                findings.add(table, row, key, row.unusable[key])
                continue
            try:
                value = typed(self.plan, table.column(key).question, cell)
            except ValidationError as error:
                findings.add(table, row, key, " ".join(error.messages))
                continue
            if not is_blank(value):
                said[key] = value
        return said

    def _clean(
        self, table: Table, row: Row, said: Answers, others: Answers, findings: Findings
    ) -> Answers:
        context = {**others, **said}
        clean: Answers = {}
        for key, value in said.items():
            try:
                clean[key] = clean_value(self._question(table, key), value, context)
            except ValidationError as error:
                findings.add(table, row, key, " ".join(error.messages))
        return clean

    def _question(self, table: Table, key: str) -> FormField:
        return table.column(key).question

    def _number(self, row: Row) -> str:
        try:
            question = self.form.fields[KEY]
            return normalise(str(typed(self.plan, question, row.cells.get(KEY))))
        except ValidationError:
            return ""

    def _draft(self, said: Answers) -> Application | None:
        """What the unit has for this person in the call already."""
        number = said.get(KEY)
        known = self._known.get(keyed_hash(str(number))) if number else None
        return with_context(Application.objects.filter(pk=known)).first() if known else None

    @cached_property
    def _known(self) -> dict[str, int]:
        people = self.unit_part.people.filter(state__in=OPEN).exclude(id_doc_hash="")
        return dict(people.order_by("pk").values_list("id_doc_hash", "pk"))

    def _fill_from_card(self, said: Answers, stored: Answers) -> None:
        """Birth date and sex stand in the number of an identity card: nobody types them twice."""
        if said.get("id_doc_type") != "resident_id":
            return
        facts = birth_and_sex_of(str(said.get(KEY, "")))
        if facts is None:
            return
        for key, value in (("birth_date", facts[0].isoformat()), ("sex", str(facts[1]))):
            if key in self.form.fields and is_blank(said.get(key)) and is_blank(stored.get(key)):
                said[key] = value

    @cached_property
    def _details_of(self) -> dict[str, list[tuple[Table, Row]]]:
        found = defaultdict(list)
        for table in self.roster.details:
            for row in table.rows:
                found[self._number(row)].append((table, row))
        return found

    def _details(
        self, person: Row, answers: Answers, findings: Findings
    ) -> dict[str, list[Detail]]:
        found: dict[str, list[Detail]] = {}
        for table, row in self._details_of.get(self._number(person) or "?", []):
            said = self._said(table, row, findings)
            said.pop(KEY, None)
            values = self._clean(table, row, said, answers, findings)
            found.setdefault(table.plan.key, []).append(Detail(table, row, values))
        return found

    def _judge(
        self,
        row: Row,
        answers: Answers,
        details: dict[str, list[Detail]],
        findings: Findings,
        mine: Application | None,
    ) -> None:
        """Everything that the form would say of these answers, at the cells where it belongs."""
        table = self.roster.people
        first = self.first_rows.get(self._number(row), row.number)
        if first != row.number:
            message = _("与第 {row} 行是同一人，请合并为一行。")
            findings.add(table, row, KEY, message.format(row=first))
            return
        for key, value in (mine.fixed if mine else {}).items():
            if answers.get(key) != value:
                findings.add(table, row, key, _("首次提交后不能更改，请恢复原来的内容。"))
        for problem in problems_of(self.form, answers, self.slots):
            self._place(problem, row, answers, details, findings)
        if not findings.is_wrong:
            for problem in self._elsewhere(answers, mine):
                self._place(problem, row, answers, details, findings)

    def _elsewhere(self, answers: Answers, mine: Application | None) -> Iterable[Problem]:
        """Other filings for the person, and what they have claimed."""
        application = mine or self._blank
        person = keyed_hash(str(answers[KEY]))
        yield from barriers(application, person, person_history(application, person))
        yield from claim_problems(application, claims_of(application, answers))

    @cached_property
    def _blank(self) -> Application:
        part = self.unit_part
        return Application(
            call=part.call,
            version=part.call.version,
            part=Application.Part.PERSON,
            unit=part.unit,
            unit_application=part,
            district=part.district,
        )

    def _place(
        self,
        problem: Problem,
        row: Row,
        answers: Answers,
        details: dict[str, list[Detail]],
        findings: Findings,
    ) -> None:
        """Puts a problem of the form at its cell; what no cell can mend is left to the form."""
        people = self.roster.people
        if problem.target == "field" and problem.key in self._asked:
            value = answers.get(problem.key)
            is_gap = (is_blank(value) or value is False) and problem.key not in IDENTITY
            findings.add(people, row, problem.key, problem.message, is_gap=is_gap)
        elif problem.target == "group":
            rows = details.get(problem.key, [])
            if problem.row is None:
                findings.add(people, row, KEY, problem.message, is_gap=not rows)
            elif problem.row < len(rows):
                detail = rows[problem.row]
                is_gap = is_blank(detail.values.get(problem.field))
                findings.add(
                    detail.table, detail.row, problem.field, problem.message, is_gap=is_gap
                )

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(column.key for column in self.plan.people.columns)
