"""What the filing page of one application shows, ready for its template."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Unit
from programs.actions.drafts import Conflict, fingerprints
from programs.answers import Answers, plain_answers
from programs.definitions.base import applies
from programs.definitions.forms import Section, Slot
from programs.display import Reader
from programs.forms.layout import section_helper, when_json
from programs.forms.notes import Disagreement, Note, Remarks
from programs.forms.sheet import Row, Sheet
from programs.models import Application, Attachment
from programs.prefill import refreshed
from programs.queries.call_files import slots_with_template
from programs.queries.filing import attachments_by_slot
from programs.queries.history import last_return
from programs.rules.completeness import Problem, problems_of
from programs.rules.consents import Tick, missing_ticks
from programs.submission import find_problems, place_problems
from programs.units import find_units, selected_unit
from programs.waivers import waived_slots


@dataclass(frozen=True)
class SectionView:
    """One section of the page."""

    section: Section
    helper: FormHelper
    when: str
    missing: int
    rows: list[Row] = field(default_factory=list)
    note: Note | None = None
    row_url: str = ""

    @property
    def anchor(self) -> str:
        prefix = "group" if self.section.repeat else "section"
        return f"{prefix}_{self.section.key}"

    @property
    def total(self) -> int:
        """The number that the next row gets."""
        return max((row.index for row in self.rows), default=-1) + 1


@dataclass(frozen=True)
class SlotView:
    """One place for attachments."""

    slot: Slot
    files: list[Attachment]
    note: Note
    when: str
    is_shown: bool
    upload_url: str
    paper_url: str = ""
    """Where the paper that is to be signed and uploaded here can be had."""
    is_waived: bool = False
    """Not asked for, because the person's identity was verified."""
    refusals: Sequence[str] = ()
    """What was wrong with the files that were just refused."""

    @property
    def is_required(self) -> bool:
        return self.slot.required and not self.is_waived

    @property
    def accept(self) -> str:
        return ",".join(f".{kind}" for kind in self.slot.types)

    @property
    def has_room(self) -> bool:
        return len(self.files) < self.slot.max_files


@dataclass(frozen=True)
class UnitPicker:
    """The search for a unit: what is selected, and what the keyword finds."""

    selected: Unit | None
    text: str

    @cached_property
    def found(self) -> list[Unit]:
        return find_units(self.text)


@dataclass(frozen=True)
class Step:
    """An entry of components/steps.html."""

    label: str
    url: str
    state: str
    note: str


@dataclass
class FilingPage:
    """An editable application, opened for writing."""

    application: Application
    sheet: Sheet
    answers: Answers
    problems: list[Problem]
    remarks: Remarks
    base: dict[str, str]
    slots: list[SlotView] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    """The separate consents that the submission still has to bring."""

    @property
    def base_json(self) -> str:
        return json.dumps(self.base, separators=(",", ":"))

    @property
    def sections(self) -> list[SectionView]:
        return [self._section(section) for section in self.application.form.sections]

    @property
    def steps(self) -> list[Step]:
        """The sections that apply, then the attachments."""
        views = [view for view in self.sections if applies(view.section.when, self.answers)]
        steps = [
            _step(str(v.section.title), v.anchor, v.missing, self._is_marked(v.section))
            for v in views
        ]
        if self.slots:
            missing = sum(problem.target == "slot" for problem in self.problems)
            is_marked = any(view.note.mark for view in self.slots)
            steps.append(
                _step(str(self.application.form.slots_title), "attachments", missing, is_marked)
            )
        return steps

    @property
    def percent(self) -> int:
        """How much of what is asked for is there and right."""
        form = self.application.form
        fields = [q for q in form.visible_fields(self.answers) if q.required]
        slots = [slot for slot in form.visible_slots(self.answers) if slot.required]
        asked = len(fields) + len(slots) + len(form.groups)
        elsewhere = ("form", "consent")
        open_items = {(p.target, p.key) for p in self.problems if p.target not in elsewhere}
        return max(0, round(100 * (asked - len(open_items)) / asked)) if asked else 100

    def _is_marked(self, section: Section) -> bool:
        """Whether the reviewer pointed at something in the section."""
        keys = {section.key} if section.repeat else {question.key for question in section.fields}
        returned = self.remarks.returned
        return returned is not None and any(
            mark.target != "slot" and mark.key in keys for mark in returned.marks
        )

    def _section(self, section: Section) -> SectionView:
        helper = section_helper(section)
        when = when_json(section.when)
        if section.repeat is None:
            keys = {question.key for question in section.fields}
            missing = sum(p.target == "field" and p.key in keys for p in self.problems)
            return SectionView(section, helper, when, missing)
        missing = sum(p.target == "group" and p.key == section.key for p in self.problems)
        note = self.remarks.on_group(section.key, section.repeat.carry)
        rows = self.sheet.rows[section.key]
        return SectionView(section, helper, when, missing, rows, note, self._row_url(section))

    def _row_url(self, section: Section) -> str:
        call = self.application.call
        return reverse(
            "programs:row", args=[call.program.slug, call.year, self.application.part, section.key]
        )


def open_page(
    application: Application,
    *,
    sheet: Sheet | None = None,
    shows_gaps: bool = False,
    base: dict[str, str] | None = None,
    conflicts: dict[str, Conflict] | None = None,
    extra: str = "",
    find: str = "",
) -> FilingPage:
    """Gathers the page. `sheet` is what was just typed; without it the stored answers are shown.
    `find` is a keyword for which units are to be listed.

    Works for a unit's part that is not stored yet, too.
    """
    answers = refreshed(application, plain_answers(application))
    problems, files = _examine(application, answers)
    ticks = missing_ticks(application)
    if shows_gaps:  # before a submission was tried, an empty box is nothing wrong
        problems += [tick.problem for tick in ticks]
    shown = sheet or Sheet.from_answers(application.form, answers, extra=extra)
    remarks = Remarks(
        problems=tuple(problems),
        answers=answers,
        shows_gaps=shows_gaps,
        returned=last_return(application),
        carried_edits=application.edits if application.carried_from_id else None,
    )
    remarks = _with_conflicts(remarks, application, conflicts or {})
    _annotate(shown, remarks, find, application.fixed)
    placed = [_on_page(problem, shown) for problem in problems]
    page = FilingPage(
        application,
        shown,
        answers,
        placed,
        remarks,
        base or fingerprints(application.form, answers),
        ticks=ticks,
    )
    waived = waived_slots(application.form, answers)
    given_out = slots_with_template(application.call, application.part)
    page.slots = [
        replace(
            _slot_view(application, slot, files.get(slot.key, []), remarks, answers, waived),
            paper_url=paper_url(application, slot, given_out),
        )
        for slot in application.form.slots
    ]
    return page


def _on_page(problem: Problem, sheet: Sheet) -> Problem:
    """The problem with the number that its row has on the page, where rows were removed."""
    if problem.row is None:
        return problem
    return replace(problem, row=sheet.index_of_stored(problem.key, problem.row))


def _slot_view(
    application: Application,
    slot: Slot,
    files: list[Attachment],
    remarks: Remarks,
    answers: Answers,
    waived: Collection[str],
) -> SlotView:
    note = remarks.on_slot(
        slot.key,
        slot.carry,
        is_carried=any(file.is_carried for file in files),
        is_empty=not files,
    )
    return SlotView(
        slot,
        files,
        note,
        when_json(slot.when),
        applies(slot.when, answers),
        upload_url(application, slot.key),
        is_waived=slot.key in waived,
    )


def urls_of(application: Application) -> dict[str, str]:
    """Where the page sends what was typed. A unit's part is addressed by its call, so that it
    can be begun by the first save."""
    if application.is_person:
        number = [application.number]
        return {
            "save": reverse("programs:save", args=number),
            "submit": reverse("programs:submit", args=number),
        }
    call = [application.call.program.slug, application.call.year]
    return {
        "save": reverse("programs:unit_save", args=call),
        "submit": reverse("programs:unit_submit", args=call),
    }


def upload_url(application: Application, slot: str) -> str:
    if application.is_person:
        return reverse("programs:upload", args=[application.number, slot])
    call = application.call
    return reverse("programs:unit_upload", args=[call.program.slug, call.year, slot])


def paper_url(application: Application, slot: Slot, given_out: Collection[str]) -> str:
    """Where the template of a slot is downloaded: the managers' own, or the one that we draw."""
    if slot.template is None and slot.key not in given_out:
        return ""
    if application.is_person:
        return reverse("programs:paper", args=[application.number, slot.key])
    call = application.call
    return reverse("programs:unit_paper", args=[call.program.slug, call.year, slot.key])


def list_url(application: Application) -> str:
    """Where the way back from an application leads: to the list that it stands in."""
    slug = application.call.program.slug
    if application.is_own:
        return reverse("programs:own", args=[slug])
    return reverse("programs:people", args=[slug, application.call.year])


def page_url(application: Application) -> str:
    """The page of an application: for a unit's part that of its call."""
    if application.is_person:
        return reverse("programs:application", args=[application.number])
    call = application.call
    return reverse("programs:unit", args=[call.program.slug, call.year])


def _examine(
    application: Application, answers: Answers
) -> tuple[list[Problem], dict[str, list[Attachment]]]:
    if application.pk is None:
        gaps = problems_of(application.form, answers, [])
        return [*place_problems(application), *gaps], {}
    return find_problems(application), attachments_by_slot(application)


def _with_conflicts(
    remarks: Remarks, application: Application, conflicts: dict[str, Conflict]
) -> Remarks:
    fields = application.form.fields
    disagreements = {
        key: Disagreement(
            conflict.by,
            remarks.reader.text(fields[key], conflict.theirs)
            if key in fields
            else _("{count} 条").format(count=len(conflict.theirs or [])),
        )
        for key, conflict in conflicts.items()
    }
    return replace(remarks, disagreements=disagreements)


def _annotate(sheet: Sheet, remarks: Remarks, find: str, fixed: Collection[str]) -> None:
    """Puts its note on every input."""
    for question in sheet.main.questions:
        if question.type == "unit":
            picker = UnitPicker(selected_unit(sheet.typed.get(question.key)), find.strip())
            sheet.main.fields[question.key].picker = picker  # type: ignore[attr-defined]
        _put_note(sheet.main.fields[question.key], remarks.on_field(question), remarks, fixed)
    for key, rows in sheet.rows.items():
        position = 0
        for row in rows:
            for question in row.form.questions:
                note = remarks.on_cell(key, position, question, row.values.get(question.key))
                _put_note(row.form.fields[question.key], note, remarks)
            position += not row.is_blank


def _put_note(answer: Any, note: Note, remarks: Remarks, fixed: Collection[str] = ()) -> None:
    """`fixed` names what cannot be changed any more."""
    answer.note = note
    if note.errors:
        answer.widget.attrs["aria-invalid"] = "true"
    answer.is_locked = answer.question.read_only or answer.question.key in fixed
    if answer.is_locked:
        answer.raw = value = remarks.answers.get(answer.question.key)
        reader = Reader() if answer.question.is_sensitive else remarks.reader
        answer.shown = reader.text(answer.question, value)


def _step(label: str, anchor: str, missing: int, is_marked: bool) -> Step:
    if is_marked:
        return Step(label, f"#{anchor}", "bad", _("审核要求修改"))
    if missing:
        return Step(label, f"#{anchor}", "todo", _("还有 {count} 项").format(count=missing))
    return Step(label, f"#{anchor}", "done", _("已完成"))
