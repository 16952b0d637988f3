"""Handing work to Celery once the transaction has been committed."""

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue_on_commit(task: str, *arguments: Any) -> None:
    """Enqueues a task, by its full name, after the commit.

    For work that is written down as a row and that a job sweeps: when the broker cannot be
    reached nothing is lost, the sweep finds the row a little later. The request goes on.
    """
    transaction.on_commit(partial(_enqueue, task, arguments))


def _enqueue(task: str, arguments: tuple[Any, ...]) -> None:
    try:
        # No second try: the sweep is the second try, and somebody waits for the page.
        current_app.send_task(task, args=arguments, retry=False)
    except OperationalError:
        logger.warning("The broker cannot be reached; %s waits for the next sweep.", task)
