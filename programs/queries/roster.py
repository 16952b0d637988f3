"""Rosters as their unit sees them: how far they are, and what became of each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import Http404

from programs.answers import Answers, plain_answers
from programs.definitions.forms import Form
from programs.models import Application, Call, RosterImport, RosterRow, ScanArchive, ScanFile
from programs.queries.filing import people_of
from programs.states import EDITABLE, GRANTED, OPEN

#: As many rows as a page shows; the workbook given back names them all.
SHOWN_ROWS = 200


@dataclass(frozen=True)
class Tally:
    """Rows of a roster by what they would do, and by what became of them."""

    new: int
    updated: int
    wrong: int
    left: int
    incomplete: int
    """Good rows that lack something."""
    waiting: int
    done: int
    refused: int
    """Good rows that could not be taken in."""

    @property
    def good(self) -> int:
        return self.new + self.updated

    @property
    def total(self) -> int:
        return self.good + self.wrong + self.left


def tally(roster: RosterImport) -> Tally:
    """The counts of a roster, in one query."""
    verdict, state = RosterRow.Verdict, RosterRow.State
    good = Q(verdict__in=(verdict.NEW, verdict.UPDATE))
    wanted = {
        "new": Q(verdict=verdict.NEW),
        "updated": Q(verdict=verdict.UPDATE),
        "wrong": Q(verdict=verdict.WRONG),
        "left": Q(verdict=verdict.LEFT),
        "incomplete": good & ~Q(problems=[]),
        "waiting": Q(state=state.WAITING),
        "done": good & Q(state=state.DONE),
        "refused": good & Q(state=state.REFUSED),
    }
    return Tally(**roster.rows.aggregate(**{k: Count("pk", filter=q) for k, q in wanted.items()}))


def rosters_of(call: Call, unit_id: int) -> QuerySet[RosterImport]:
    """The rosters that a unit has sent for a call, the newest first."""
    return RosterImport.objects.filter(call=call, unit=unit_id).select_related("created_by")


def get_roster(call: Call, unit_id: int, pk: int) -> RosterImport:
    """A roster of the unit; Http404 for anybody else's."""
    found = rosters_of(call, unit_id).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def archives_of(call: Call, unit_id: int) -> QuerySet[ScanArchive]:
    """The archives of scans that a unit has sent for a call, the newest first."""
    return ScanArchive.objects.filter(call=call, unit=unit_id).select_related("created_by")


def get_archive(call: Call, unit_id: int, pk: int) -> ScanArchive:
    """An archive of the unit; Http404 for anybody else's."""
    found = archives_of(call, unit_id).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def files_of(archive: ScanArchive) -> QuerySet[ScanFile]:
    """What wants looking at first: files of which it is not known whose they are, then those that
    were refused; the others as they stand in the archive."""
    state = ScanFile.State
    doubtful = Q(state=state.OPEN) & (Q(application=None) | Q(slot="") | ~Q(reason=""))
    rank = Case(When(doubtful, then=0), When(state=state.REFUSED, then=1), default=2)
    return archive.files.select_related("application").order_by(rank, "position")


def known_people(call: Call, unit_id: int) -> Iterator[Answers]:
    """What a template begins with: this year's drafts, then those granted last year who are not
    filed yet, without what has to be given anew."""
    form = call.definition.form("person")
    this_year = people_of(unit_id, call)
    for draft in this_year.filter(state__in=EDITABLE, restricted_at=None).order_by("pk"):
        yield plain_answers(draft)
    filed = this_year.filter(state__in=OPEN).exclude(id_doc_hash="")
    last_year = granted_last_year(call, unit_id)
    last_year = last_year.exclude(id_doc_hash__in=filed.order_by().values("id_doc_hash"))
    for earlier in last_year.order_by("pk"):
        yield _kept(form, plain_answers(earlier))


def granted_last_year(call: Call, unit_id: int) -> QuerySet[Application]:
    """The unit's people from whose filings this year's can be made."""
    return Application.objects.filter(
        call__program=call.program_id,
        call__year=call.year - 1,
        unit=unit_id,
        part=Application.Part.PERSON,
        applicant=None,
        state__in=GRANTED,
        restricted_at=None,
    )


def _kept(form: Form, answers: Answers) -> dict[str, Any]:
    """What 继续申报 keeps."""
    kept = {key for key, question in form.fields.items() if question.carry == "keep"}
    for key, section in form.groups.items():
        if section.repeat and section.repeat.carry == "keep":
            kept.add(key)
    return {key: value for key, value in answers.items() if key in kept}
