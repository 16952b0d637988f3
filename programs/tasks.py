"""Work that Celery does after the commit."""

from celery import shared_task


@shared_task
def render_document(document_id: int) -> None:
    """Renders one document that was ordered."""
