"""What is written down, and told, about logins."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.lockout import release
from accounts.models import AuditEntry, User
from accounts.notifications import notify
from portal.lib.background import wake_on_commit
from portal.lib.browsers import browser_name
from portal.lib.dates import BUSINESS_ZONE
from portal.lib.masking import mask_address

PAGE = "/me/security/"
SIGN_IN = "sign_in"
LOCKED = "sign_in_locked"  # in the audit log, and the kind of the notice
TELL_LOCKED = "accounts.jobs.tell_locked_owners"
TOLD_WITHIN = dt.timedelta(hours=3)  # later it is no news


@transaction.atomic
def note_sign_in(user: User, address: str, user_agent: str, is_known_device: bool) -> None:
    """A login, after the second factor. A browser that is new to the account is told of.

    Not at the first login of all, when every browser is new.
    """
    earlier = AuditEntry.objects.filter(
        action=SIGN_IN, subject_type="user", subject_id=str(user.pk)
    ).exists()
    record(user, SIGN_IN, user, {"new_device": not is_known_device}, address)
    if earlier and not is_known_device:
        device = browser_name(user_agent) or "—"
        notify(
            user, "sign_in_new_device", {**_when_and_where(address), "device": device}, link=PAGE
        )


def note_failure(user: User | None, kind: str, address: str) -> None:
    """A login that failed; of nobody when there is no such account. What was typed is not kept."""
    record(None, "sign_in_failed", user, {"kind": kind}, address)


@transaction.atomic
def note_lock(user: User | None, address: str) -> None:
    """Too many failures from one address. The owner, if there is one, is told a moment later.

    Not while the visitor waits: what the answer costs must not say whether there is an account.
    """
    record(None, LOCKED, user, {}, address)
    wake_on_commit(TELL_LOCKED)


def tell_locked() -> None:
    """Tells owners of locks that they have not been told of yet; one notice for several locks."""
    recent = AuditEntry.objects.filter(
        action=LOCKED, subject_type="user", at__gte=timezone.now() - TOLD_WITHIN
    )
    for entry in recent.order_by("pk"):
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=int(entry.subject_id))
            told = user.notifications.filter(kind=LOCKED, created_at__gte=entry.at)
            if not told.exists():
                context = {**_when_and_where(entry.address or "", entry.at), "device": "—"}
                notify(user, LOCKED, context, link=PAGE)


@transaction.atomic
def release_lock(user: User, actor: User, address: str | None = None) -> None:
    """Staff let an account try again before its time is over."""
    record(actor, "sign_in_released", user, {}, address)
    transaction.on_commit(lambda: release(user))


def _when_and_where(address: str, when: dt.datetime | None = None) -> dict[str, str]:
    there = timezone.localtime(when or timezone.now(), BUSINESS_ZONE)
    return {"time": f"{there:%Y-%m-%d %H:%M}", "place": mask_address(address)}
