"""What became of people who were submitted at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.http import Http404

from programs.models import Application, BatchSubmission, BatchSubmissionRow, Call
from programs.rules.completeness import Problem

SHOWN_ROWS = 300


@dataclass(frozen=True)
class Progress:
    """How far a batch is."""

    total: int
    done: int
    refused: int

    @property
    def settled(self) -> int:
        return self.done + self.refused


@dataclass(frozen=True)
class Result:
    """What became of one person."""

    application: Application
    is_done: bool
    refusal: str
    problems: list[Problem]


def get_submission(call: Call, unit_id: int, pk: int) -> BatchSubmission:
    """A batch of the unit; Http404 for anybody else's."""
    found = BatchSubmission.objects.filter(call=call, unit=unit_id, pk=pk).first()
    if found is None:
        raise Http404
    return found


def progress_of_batch(batch: BatchSubmission) -> Progress:
    """The counts of a batch, in one query."""
    state = BatchSubmissionRow.State
    found = batch.rows.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(state=state.DONE)),
        refused=Count("pk", filter=Q(state=state.REFUSED)),
    )
    return Progress(**found)


def results_of(batch: BatchSubmission) -> Iterator[Result]:
    """The first results to look at: who could not be submitted, then who was."""
    state = BatchSubmissionRow.State
    rank = Case(
        When(state=state.REFUSED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = batch.rows.exclude(state=state.WAITING).select_related("application")
    rows = rows.defer("application__answers", "application__edits", "application__amount_working")
    for row in rows.order_by(rank, "pk")[:SHOWN_ROWS]:
        problems = [Problem(**problem) for problem in row.problems]
        yield Result(row.application, row.state == state.DONE, row.refusal, problems)
