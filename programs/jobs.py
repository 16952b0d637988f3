"""Work started by the clock (`portal/settings/schedule.py`)."""

from celery import shared_task

from programs.actions.roster import purge
from programs.actions.submissions import run_batch
from programs.announcing import announce_call, due_calls
from programs.budgets import count_granted
from programs.models import BatchSubmission, RosterImport, ScanArchive
from programs.models.roster import RUNNING
from programs.roster import importing, storing
from programs.tasks import render_documents
from programs.validity import lapse_expired, remind_holders


@shared_task
def sweep_documents() -> None:
    """Has those documents drawn that still wait, whatever became of the call to draw them."""
    render_documents()


@shared_task
def lapse_grants() -> None:
    """Lets those be filed for again whose grant has run out."""
    lapse_expired()


@shared_task
def remind_of_expiry() -> None:
    """Tells the holders of certificates that end soon."""
    remind_holders()


@shared_task
def run_submissions() -> None:
    """Submits everybody who was ticked and waits: woken by the order, or by the clock."""
    for pk in list(BatchSubmission.objects.filter(finished_at=None).values_list("pk", flat=True)):
        run_batch(pk)


@shared_task
def run_intakes() -> None:
    """Carries out rosters and archives of scans from where they stand."""
    for kind, carry_out in ((RosterImport, importing.run), (ScanArchive, storing.run)):
        for pk in list(kind.objects.filter(RUNNING).order_by("pk").values_list("pk", flat=True)):
            carry_out(pk)


@shared_task
def purge_intakes() -> None:
    """Throws away what was sent long ago."""
    purge()


@shared_task
def announce_calls() -> None:
    """Tells those who filed the year before of the calls that have opened."""
    for call_id in due_calls():
        announce_call(call_id)


@shared_task
def count_budgets() -> None:
    """Counts what is granted of each budget."""
    count_granted()
