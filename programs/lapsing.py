"""What was granted runs out: from then on the same person may be filed for again."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from accounts.actions.audit import record
from accounts.models import User
from portal.lib.dates import today
from programs import claims
from programs.models import Application


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
