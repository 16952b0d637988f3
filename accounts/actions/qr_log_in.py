"""扫码登录: the phone says yes, the computer is let in, once."""

import datetime as dt

from django.utils import timezone

from accounts.actions.audit import record
from accounts.actions.qr import (
    hash_of,
    obstacle_for_phone,
    obstacle_of,
    step,
)
from accounts.models import QrTicket, User

PURPOSE = QrTicket.Purpose.LOG_IN
State = QrTicket.State
POLL = dt.timedelta(seconds=30)  # a yes in the last second still reaches the computer


def take_up(token: str, user: User, session_key: str, address: str | None = None) -> QrTicket:
    """The phone has opened the page: the computer says so, and no other phone gets in between."""

    def change(ticket: QrTicket) -> None:
        ticket.scanner_hash = hash_of(session_key)
        if ticket.state == State.WAITING:
            ticket.state = State.SCANNED

    def check(ticket: QrTicket) -> str:
        return obstacle_for_phone(ticket, PURPOSE, session_key)

    return step(token, check, change, user, address)


def confirm(
    token: str, user: User, session_key: str, *, says_yes: bool, address: str | None = None
) -> QrTicket:
    """The owner of the phone lets the computer in as herself, or turns it away."""

    def check(ticket: QrTicket) -> str:
        found = obstacle_for_phone(ticket, PURPOSE, session_key)
        return found or ("used" if ticket.state == State.CONFIRMED else "")

    def change(ticket: QrTicket) -> None:
        ticket.scanner_hash = hash_of(session_key)
        ticket.state = State.CONFIRMED if says_yes else State.REFUSED
        ticket.user = user
        ticket.expires_at = max(ticket.expires_at, timezone.now() + POLL)
        verb = "confirm_qr_log_in" if says_yes else "turn_away_qr_log_in"
        record(user, verb, ticket, {"browser": ticket.browser}, address)

    return step(token, check, change, user, address)


def use(token: str, session_key: str, address: str | None = None) -> User:
    """Whom the computer is signed in as. Raises Refused unless the phone has just said yes."""

    def check(ticket: QrTicket) -> str:
        if ticket.session_hash != hash_of(session_key):
            return "session"
        found = obstacle_of(ticket, PURPOSE)
        return found or ("" if ticket.state == State.CONFIRMED else "not_yet")

    def change(ticket: QrTicket) -> None:
        ticket.state = State.USED
        record(ticket.user, "qr_log_in", ticket, {}, address)

    ticket = step(token, check, change, None, address)
    assert ticket.user is not None
    return ticket.user
