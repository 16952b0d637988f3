"""Work that Celery does after the commit."""

import logging

from celery import shared_task

from programs.documents.rendering import render, waiting_ids

logger = logging.getLogger(__name__)


@shared_task(name="programs.tasks.render_documents")
def render_documents() -> None:
    """Draws and stores every document that waits; workers at it at once share them."""
    for document_id in waiting_ids():
        try:
            render(document_id)
        except Exception:
            # One that cannot be drawn must not keep the others waiting; the sweep tries it again.
            logger.exception("Document %d could not be drawn.", document_id)
