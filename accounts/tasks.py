"""Work that Celery does after the commit."""

from celery import shared_task

from accounts.notifications.carrying import carry_out, claim


@shared_task(name="accounts.tasks.deliver")
def deliver(delivery_id: str) -> None:
    """Carries out one delivery, unless that was done or somebody is at it."""
    if delivery := claim(delivery_id):
        carry_out(delivery)
