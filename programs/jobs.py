"""Work started by the clock (`portal/settings/schedule.py`)."""

from celery import shared_task

from programs.announcing import announce_call, due_calls
from programs.lapsing import lapse_expired
from programs.tasks import render_documents


@shared_task
def sweep_documents() -> None:
    """Has those documents drawn that still wait, whatever became of the call to draw them."""
    render_documents()


@shared_task
def lapse_grants() -> None:
    """Lets those be filed for again whose grant has run out."""
    lapse_expired()


@shared_task
def announce_calls() -> None:
    """Tells those who filed the year before of the calls that have opened."""
    for call_id in due_calls():
        announce_call(call_id)
