"""Reading what one has been told."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Notification, User


def mark_read(user: User, notification_id: int) -> Notification:
    """The user's notification, read from now on; Http404 for somebody else's."""
    notice = get_object_or_404(Notification, recipient=user, pk=notification_id)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(user: User) -> int:
    """Marks everything as read; returns how much was not."""
    return user.notifications.filter(read_at=None).update(read_at=timezone.now())
