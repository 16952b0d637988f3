"""Work started by the clock (`portal/settings/schedule.py`)."""

from celery import shared_task

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
