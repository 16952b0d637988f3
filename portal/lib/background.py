"""Handing work to Celery once the transaction has been committed."""

import logging
import time
from functools import partial
from typing import Any

from celery import current_app
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

WAKING = 1  # seconds
_awake_until: dict[str, float] = {}
"""Until when what this process enqueued sees everything: many commits need not ask Valkey."""


def enqueue_on_commit(task: str, *arguments: Any) -> None:
    """Enqueues a task, by its full name, after the commit.

    For work that is written down as a row and that a job sweeps: when the broker cannot be
    reached nothing is lost, the sweep finds the row a little later. The request goes on.
    """
    transaction.on_commit(partial(_enqueue, task, arguments))


def wake_on_commit(task: str) -> None:
    """Has a task that carries out whatever rows wait started soon after the commit.

    The rows are the queue; many commits within a moment start it once.
    """
    transaction.on_commit(partial(_wake, task))


def _wake(task: str) -> None:
    if time.monotonic() < _awake_until.get(task, 0):
        return
    woken_at = time.monotonic()
    try:
        # Enqueued with a delay as long as this holds: what is committed meanwhile is seen.
        is_first = cache.add(f"woken:{task}", True, WAKING)
    except RedisError:
        is_first = True
    if is_first:
        _enqueue(task, (), countdown=WAKING)
        _awake_until[task] = woken_at + WAKING


def _enqueue(task: str, arguments: tuple[Any, ...], **options: Any) -> None:
    try:
        # No second try: the sweep is the second try, and somebody waits for the page.
        current_app.send_task(task, args=arguments, retry=False, **options)
    except OperationalError:
        logger.warning("The broker cannot be reached; %s waits for the next sweep.", task)
