"""Codes that a computer shows and a phone takes up: issuing them, and who may use them."""

import datetime as dt
import hashlib
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.audit import record
from accounts.models import QrTicket, User
from portal.lib.numbering import new_token
from portal.lib.refusals import Refused

LIFETIME = dt.timedelta(minutes=2)
# A receipt is photographed, looked at, and perhaps photographed again.
LIFETIMES = {QrTicket.Purpose.RECEIPT: dt.timedelta(minutes=10)}
KEPT = dt.timedelta(days=1)
State = QrTicket.State
OBSTACLES = {
    "expired": _("二维码已过期，请在电脑上刷新二维码后重新扫码。"),
    "used": _("二维码已使用，请在电脑上刷新二维码后重新扫码。"),
    "refused": _("本次扫码已取消，请在电脑上刷新二维码后重新扫码。"),
    "taken": _("该二维码已被另一部手机扫描，如非本人操作，请在电脑上刷新二维码。"),
    "purpose": _("该二维码不能用于此项操作，请重新扫码。"),
    "session": _("该二维码不是在本浏览器上生成的，请刷新二维码。"),
    "not_yet": _("请先在手机上完成操作。"),
}


def hash_of(secret: str) -> str:
    """What is kept of a token or a session key: both are long and random, so no key is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue(
    purpose: str,
    session_key: str,
    *,
    user: User | None = None,
    subject: str = "",
    browser: str = "",
    address: str | None = None,
) -> str:
    """A new code for one browser and the token in it; those it showed before are dead."""
    mine = QrTicket.objects.filter(session_hash=hash_of(session_key), purpose=purpose)
    mine.filter(state__in=QrTicket.OPEN).update(state=State.REFUSED)
    token = new_token()
    QrTicket.objects.create(
        token_hash=hash_of(token),
        purpose=purpose,
        session_hash=hash_of(session_key),
        user=user,
        subject=subject,
        browser=browser[:200],
        address=address,
        expires_at=timezone.now() + LIFETIMES.get(QrTicket.Purpose(purpose), LIFETIME),
    )
    return token


def step(
    token: str,
    check: Callable[[QrTicket], str],
    change: Callable[[QrTicket], None],
    actor: User | None,
    address: str | None,
) -> QrTicket:
    """One change of a ticket under its lock. Raises Refused, after writing down why.

    `check` names what stands in the way, "" for nothing. Raises QrTicket.DoesNotExist.
    """
    with transaction.atomic():
        ticket = QrTicket.objects.select_for_update().get(token_hash=hash_of(token))
        obstacle = check(ticket)
        if not obstacle:
            change(ticket)
            ticket.save()
            return ticket
        note_refusal(ticket, obstacle, actor, address)
    raise Refused(OBSTACLES[obstacle])


def obstacle_of(ticket: QrTicket, purpose: str) -> str:
    """Why a ticket is good for nothing, whoever comes with it."""
    if ticket.purpose != purpose:
        return "purpose"
    if ticket.state in (State.USED, State.REFUSED):
        return str(ticket.state)
    return "" if ticket.is_open else "expired"


def obstacle_for_phone(ticket: QrTicket, purpose: str, session_key: str) -> str:
    """Why a phone cannot take the ticket up, or go on with it."""
    if found := obstacle_of(ticket, purpose):
        return found
    if ticket.scanner_hash and ticket.scanner_hash != hash_of(session_key):
        return "taken"
    return ""


def note_refusal(ticket: QrTicket, obstacle: str, actor: User | None, address: str | None) -> None:
    record(actor, "refuse_qr", ticket, {"why": obstacle, "purpose": ticket.purpose}, address)


def purge_tickets() -> int:
    """Deletes tickets whose time was up a day ago; returns how many."""
    deleted, _by_model = QrTicket.objects.filter(expires_at__lt=timezone.now() - KEPT).delete()
    return deleted
