"""Grants that end: their holders are told in time (X-009), and from the day after the same person
may be filed for again."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.actions.audit import record
from accounts.models import User
from portal.lib.dates import today
from programs import claims
from programs.models import Application
from programs.notifications import announce_expiry

#: Days before the end on which a holder is told, the last first.
AHEAD = (30, 60)


def remind_holders() -> int:
    """Tells the holders of every grant that runs out soon; how many grants.

    Each is told once for each of the days, however often the clock strikes; one that is late is
    told of the nearer end only.
    """
    return sum(
        _remind(pk, days) for days in AHEAD for pk in _due(days).values_list("pk", flat=True)
    )


@transaction.atomic
def _remind(application_id: int, days: int) -> bool:
    """Tells the holder of one grant; False where somebody else has done so meanwhile."""
    free = _due(days).select_for_update(of=("self",), no_key=True, skip_locked=True)
    application = free.filter(pk=application_id).first()
    if application is None:
        return False
    application.reminded_ahead = days
    application.save(update_fields=["reminded_ahead"])
    announce_expiry(application)
    return True


def _due(days: int) -> QuerySet[Application]:
    """Grants that end within so many days, and whose holder has not heard of it."""
    day = today()
    near = Q(valid_until__gte=day, valid_until__lte=day + dt.timedelta(days=days))
    untold = Q(reminded_ahead__isnull=True) | Q(reminded_ahead__gt=days)
    live = Application.objects.filter(lapsed_on__isnull=True, restricted_at__isnull=True)
    return live.filter(near, untold)


def lapse_expired(concerned: Q | None = None) -> int:
    """Lapses every grant whose last day is over, or those that a condition names; how many.

    The clock does it for all of them each night, and whoever files again need not wait for that.
    """
    day = today()
    expired = Application.objects.filter(valid_until__lt=day, lapsed_on__isnull=True)
    with transaction.atomic():
        found = expired.filter(concerned or Q()).select_for_update(skip_locked=True)
        return sum(lapse(application, day, None) for application in found)


def lapse(application: Application, day: dt.date, actor: User | None) -> bool:
    """Lapses one grant, whose row the caller holds; False for one that has lapsed already."""
    if application.lapsed_on:
        return False
    application.lapsed_on = day
    application.save(update_fields=["lapsed_on", "updated_at"])
    claims.release(application)
    record(actor, "lapse_grant", application, {"number": application.number})
    return True
