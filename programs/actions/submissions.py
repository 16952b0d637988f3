"""提交审核 for everybody who is ticked: a few at once, many by a worker, each with its result."""

from __future__ import annotations

from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from portal.lib.background import wake_on_commit
from programs.models import Application, BatchSubmission, BatchSubmissionRow, Call
from programs.states import EDITABLE, Action
from programs.submission import Incomplete
from programs.workflow import Refused, move

RUN = "programs.jobs.run_submissions"
#: As many as are submitted while the page waits; more are left to a worker.
AT_ONCE = 10


def submit_people(
    call: Call, unit: Unit, people: list[Application], user: User, address: str | None
) -> BatchSubmission:
    """Writes down who was ticked, and submits them or has them submitted."""
    with transaction.atomic():
        batch = BatchSubmission.objects.create(
            call=call,
            unit=unit,
            created_by=user,
            membership_id=user.acting_under,
            address=address,
        )
        BatchSubmissionRow.objects.bulk_create(
            BatchSubmissionRow(batch=batch, application=person) for person in people
        )
        if len(people) > AT_ONCE:
            wake_on_commit(RUN)
    if len(people) <= AT_ONCE:
        run_batch(batch.pk)
    return batch


def run_batch(batch_id: int) -> None:
    """Submits everybody who waits, each in a transaction of its own.

    A worker that dies loses at most the one in its hand, who waits again; several may share it.
    """
    batch = BatchSubmission.objects.select_related("created_by").get(pk=batch_id)
    while _submit_one(batch):
        pass
    with transaction.atomic():
        found = BatchSubmission.objects.select_for_update().get(pk=batch_id)
        waits = found.rows.filter(state=BatchSubmissionRow.State.WAITING).exists()
        if found.finished_at is None and not waits:
            found.finished_at = timezone.now()
            found.save(update_fields=["finished_at"])


def _submit_one(batch: BatchSubmission) -> bool:
    """Submits the next person; False when nobody waits."""
    with transaction.atomic():
        rows = BatchSubmissionRow.objects.select_for_update(of=("self",), skip_locked=True)
        row = (
            rows.filter(batch=batch, state=BatchSubmissionRow.State.WAITING)
            .select_related("application")
            .only("application__state")
            .order_by("pk")
            .first()
        )
        if row is None:
            return False
        row.state = BatchSubmissionRow.State.REFUSED
        try:
            # What a second click or a colleague has submitted already counts as done.
            if row.application.state in EDITABLE:
                move(row.application_id, Action.SUBMIT, batch.actor, address=batch.address)
            row.state = BatchSubmissionRow.State.DONE
        except Incomplete as error:
            row.problems = [asdict(problem) for problem in error.problems]
        except (Refused, PermissionDenied) as error:
            row.application.refresh_from_db(fields=["state"])
            if row.application.state in EDITABLE:
                row.refusal = str(error)[:300]
            else:  # a colleague was quicker by the moment that the lock took
                row.state = BatchSubmissionRow.State.DONE
        row.save(update_fields=["state", "refusal", "problems"])
    return True
