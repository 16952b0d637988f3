"""Work started by the clock (`portal/settings/schedule.py`)."""

import time

from celery import shared_task

from accounts.notifications.carrying import carry_out, claim_due

SWEEP_SECONDS = 60


@shared_task
def sweep_deliveries() -> None:
    """Carries out what is due: gathered messages, second tries, and what a dead worker left.

    Several sweeps at once share the work, since each claims a row before it touches it.
    """
    end = time.monotonic() + SWEEP_SECONDS
    while time.monotonic() < end and (delivery := claim_due()):
        carry_out(delivery)
