"""Work that Celery does after the commit."""

from celery import shared_task

from accounts.data_copies import give_up, pack
from accounts.notifications.carrying import carry_out, claim


@shared_task(name="accounts.tasks.deliver")
def deliver(delivery_id: str) -> None:
    """Carries out one delivery, unless that was done or somebody is at it."""
    if delivery := claim(delivery_id):
        carry_out(delivery)


@shared_task(name="accounts.tasks.pack_export")
def pack_export(export_id: int, language: str | None = None) -> None:
    """Packs the copy of somebody's data; when that fails another can be ordered at once."""
    try:
        pack(export_id, language)
    except Exception:
        give_up(export_id)
        raise
