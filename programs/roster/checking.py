"""What a row would do: add a person, change a draft, or nothing, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import birth_and_sex_of, normalise
from programs.actions.drafts import says_same
from programs.answers import Answers, pack, plain_answers
from programs.claims import claims_of, holders_of
from programs.models import Application, RosterRow
from programs.prefill import prefilled
from programs.queries.applications import person_histories, with_context
from programs.roster.cells import typed
from programs.roster.columns import KEY, Plan
from programs.roster.findings import Detail, Findings, Remark
from programs.roster.reading import Roster, Row, Table
from programs.rules.completeness import Problem, problems_of
from programs.rules.values import clean_value, is_blank
from programs.states import OPEN
from programs.submission import barriers, claim_problems


@dataclass
class Candidate:
    """A row of the people's sheet, and what has been found out about it so far."""

    row: Row
    said: Answers
    """What stands in the cells that are not blank."""
    findings: Findings
    draft: Application | None = None
    """What the unit has for this person in the call already."""
    stored: Answers = field(default_factory=dict)
    details: dict[str, list[Detail]] = field(default_factory=dict)

    @property
    def answers(self) -> Answers:
        """What the draft would say after the import."""
        return {**self.stored, **self.said}

    @property
    def is_out_of_reach(self) -> bool:
        return self.draft is not None and not self.draft.is_editable


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

    def check(self, rows: Sequence[Row]) -> list[RosterRow]:
        """The stored form of these rows, not saved yet. What the database knows is asked for all
        of them at once."""
        found = [self._read(row) for row in rows]
        self._recognise(found)
        for each in found:
            self._understand(each)
        reachable = [each for each in found if not each.is_out_of_reach]
        for each in reachable:
            self._judge(each)
        self._look_elsewhere([each for each in reachable if not each.findings.is_wrong])
        return [self._settled(each) for each in found]

    def orphans(self) -> list[Remark]:
        """Rows of details that belong to nobody in the list."""
        findings = Findings()
        message = _("“{people}”中没有该证件号码，此行不导入。")
        for number, rows in self._details_of.items():
            if number not in self.first_rows:
                for table, row in rows:
                    findings.add(table, row, KEY, message.format(people=self.roster.people.name))
        return findings.remarks

    def _read(self, row: Row) -> Candidate:
        findings = Findings()
        return Candidate(row, self._said(self.roster.people, row, findings), findings)

    def _said(self, table: Table, row: Row, findings: Findings) -> Answers:
        said: Answers = {}
        for key, cell in row.cells.items():
            if key in row.unusable:
                findings.add(table, row, key, row.unusable[key])
                continue
            try:
                value = typed(self.plan, table.plan.column(key).question, cell)
            except ValidationError as error:
                findings.add(table, row, key, " ".join(error.messages))
                continue
            if not is_blank(value):
                said[key] = value
        return said

    def _recognise(self, found: Sequence[Candidate]) -> None:
        """Who has a draft already."""
        hashes = [keyed_hash(str(each.said[KEY])) if KEY in each.said else "" for each in found]
        known = {self._known[person] for person in hashes if person in self._known}
        drafts = with_context(Application.objects.filter(pk__in=known)) if known else ()
        by_person = {draft.id_doc_hash: draft for draft in drafts}
        for each, person in zip(found, hashes, strict=True):
            each.draft = by_person.get(person)
            each.stored = plain_answers(each.draft) if each.draft else self._known_of_unit

    @cached_property
    def _known(self) -> dict[str, int]:
        people = self.unit_part.people.filter(state__in=OPEN).exclude(id_doc_hash="")
        return dict(people.order_by("pk").values_list("id_doc_hash", "pk"))

    def _understand(self, person: Candidate) -> None:
        """From what was typed to answers, those of the details among them."""
        people = self.roster.people
        person.said = self._clean(people, person.row, person.said, person.stored, person.findings)
        self._fill_from_card(person.said, person.stored)
        person.details = self._details(person)
        person.said |= {key: [row.values for row in rows] for key, rows in person.details.items()}

    def _clean(
        self, table: Table, row: Row, said: Answers, others: Answers, findings: Findings
    ) -> Answers:
        context = {**others, **said}
        clean: Answers = {}
        for key, value in said.items():
            try:
                clean[key] = clean_value(table.plan.column(key).question, value, context)
            except ValidationError as error:
                findings.add(table, row, key, " ".join(error.messages))
        return clean

    @cached_property
    def _known_of_unit(self) -> Answers:
        """What nobody types: it is filled in when the row becomes a draft."""
        part = self.unit_part
        return prefilled(self.form, part.unit, unit_part=part)

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

    def _details(self, person: Candidate) -> dict[str, list[Detail]]:
        found: dict[str, list[Detail]] = {}
        for table, row in self._details_of.get(self._number(person.row) or "?", ()):
            said = self._said(table, row, person.findings)
            said.pop(KEY, None)
            values = self._clean(table, row, said, person.answers, person.findings)
            found.setdefault(table.plan.key, []).append(Detail(table, row, values))
        return found

    @cached_property
    def _details_of(self) -> dict[str, list[tuple[Table, Row]]]:
        found = defaultdict(list)
        for table in self.roster.details:
            for row in table.rows:
                found[self._number(row)].append((table, row))
        return found

    def _number(self, row: Row) -> str:
        try:
            return normalise(str(typed(self.plan, self.form.fields[KEY], row.cells.get(KEY))))
        except ValidationError:
            return ""

    def _judge(self, person: Candidate) -> None:
        """Everything that the form would say of the answers."""
        people, row, findings = self.roster.people, person.row, person.findings
        first = self.first_rows.get(self._number(row), row.number)
        if first != row.number:
            message = _("与第 {row} 行是同一人，请合并为一行。")
            findings.add(people, row, KEY, message.format(row=first))
            return
        answers = person.answers
        for key, value in (person.draft.fixed if person.draft else {}).items():
            if answers.get(key) != value:
                findings.add(people, row, key, _("首次提交后不能更改，请恢复原来的内容。"))
        self._place(person, problems_of(self.form, answers, self.slots))

    def _look_elsewhere(self, found: Sequence[Candidate]) -> None:
        """Other filings for these people, and what those have claimed."""
        people = {keyed_hash(str(each.answers[KEY])): each for each in found}
        filings = {person: each.draft or self._blank for person, each in people.items()}
        histories = person_histories(filings)
        claims = {
            person: claims_of(filings[person], each.answers) for person, each in people.items()
        }
        holders = holders_of([claim for some in claims.values() for claim in some])
        for person, each in people.items():
            self._place(each, barriers(filings[person], person, histories[person]))
            self._place(each, claim_problems(filings[person], claims[person], holders))

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

    def _place(self, person: Candidate, problems: Iterable[Problem]) -> None:
        answers = person.answers
        for problem in problems:
            person.findings.place(problem, self.roster.people, person.row, answers, person.details)

    def _settled(self, person: Candidate) -> RosterRow:
        """What is to be done with the row."""
        verdict, state = RosterRow.Verdict, RosterRow.State
        result = RosterRow(
            number=person.row.number,
            name=str(person.said.get("name", ""))[:60],
            application=person.draft,
            state=state.DONE,
        )
        if person.draft and person.is_out_of_reach:
            result.verdict = verdict.LEFT
            result.reason = _("已提交（{state}），不受导入影响。").format(
                state=person.draft.get_state_display()
            )
            return result
        result.problems = person.findings.remarks
        if person.findings.is_wrong:
            result.verdict, result.state = verdict.WRONG, state.REFUSED
        elif person.draft and all(
            says_same(value, person.stored.get(key)) for key, value in person.said.items()
        ):
            result.verdict, result.reason = verdict.LEFT, _("与已有草稿一致。")
        else:
            result.verdict = verdict.UPDATE if person.draft else verdict.NEW
            result.state, result.answers = state.WAITING, pack(self.form, person.said)
        return result
