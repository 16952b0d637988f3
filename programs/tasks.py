"""Work that Celery does after the commit."""

from celery import shared_task

from programs.documents.rendering import render


@shared_task(name="programs.tasks.render_document")
def render_document(document_id: int) -> None:
    """Draws and stores one document that was ordered; does nothing when that was done."""
    render(document_id)
