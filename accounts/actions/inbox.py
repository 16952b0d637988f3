"""Reading what one has been told."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Notification


def mark_read(notices: QuerySet[Notification], notification_id: int) -> Notification:
    """One of these notifications, read from now on; Http404 for any other."""
    notice = get_object_or_404(notices, pk=notification_id)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(notices: QuerySet[Notification]) -> int:
    """Marks everything as read; returns how much was not."""
    return notices.filter(read_at=None).update(read_at=timezone.now())
