"""Work started by the clock (`portal/settings/schedule.py`)."""

from celery import shared_task

from programs.tasks import render_documents


@shared_task
def sweep_documents() -> None:
    """Has those documents drawn that still wait, whatever became of the call to draw them."""
    render_documents()
