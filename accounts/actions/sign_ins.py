"""What is written down, and told, about logins."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.lockout import release
from accounts.models import AuditEntry, User
from accounts.notifications import notify
from portal.lib.browsers import browser_name
from portal.lib.dates import BUSINESS_ZONE
from portal.lib.masking import mask_address

PAGE = "/me/security/"
SIGN_IN = "sign_in"


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
def note_lock(user: User, address: str) -> None:
    """Too many failures from one address: its owner is told."""
    record(None, "sign_in_locked", user, {}, address)
    notify(user, "sign_in_locked", {**_when_and_where(address), "device": "—"}, link=PAGE)


@transaction.atomic
def release_lock(user: User, actor: User, address: str | None = None) -> None:
    """Staff let an account try again before its time is over."""
    record(actor, "sign_in_released", user, {}, address)
    transaction.on_commit(lambda: release(user))


def _when_and_where(address: str) -> dict[str, str]:
    now = timezone.localtime(timezone.now(), BUSINESS_ZONE)
    return {"time": f"{now:%Y-%m-%d %H:%M}", "place": mask_address(address)}
