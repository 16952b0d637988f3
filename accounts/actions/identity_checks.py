"""实名认证 and 实人认证: writing down what an outside system vouches for."""

import datetime as dt
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.audit import record
from accounts.actions.qr import hash_of, obstacle_for_phone, obstacle_of, step
from accounts.alipay_certify import FaceCheck
from accounts.models import IdentityCheck, QrTicket, StaffPosition, User
from accounts.positions import holds_position
from accounts.rules import document_hash
from portal.lib.crypto import keyed_hash
from portal.lib.refusals import Refused

PURPOSE = QrTicket.Purpose.REAL_PERSON
State = QrTicket.State
CHECK_LIFETIME = dt.timedelta(minutes=15)  # from the scan: finding the light takes a while


@transaction.atomic
def record_check(
    user: User,
    kind: str,
    provider: str,
    transaction_id: str,
    *,
    id_doc_hash: str,
    address: str | None = None,
) -> IdentityCheck:
    """Writes down that a check has passed; the same transaction counts once."""
    check, is_new = IdentityCheck.objects.get_or_create(
        transaction_id=transaction_id,
        defaults={
            "user": user,
            "kind": kind,
            "provider": provider,
            "id_doc_hash": id_doc_hash,
            "passed_at": timezone.now(),
        },
    )
    if check.user_id != user.pk:
        raise Refused(_("该认证记录属于其他用户，请重新认证。"))
    if is_new:
        record(user, "pass_identity_check", user, {"kind": kind, "provider": provider}, address)
    return check


@transaction.atomic
def record_counter_check(
    user_id: int, reason: str, actor: User, address: str | None = None
) -> IdentityCheck:
    """Staff have seen person and document at the counter: for those whom no camera can check.

    Raises PermissionDenied or Refused.
    """
    if not (actor.is_superuser or holds_position(actor, StaffPosition.Role.SYSTEM_ADMIN)):
        raise PermissionDenied(_("只有系统管理员可以登记窗口核验。"))
    user = User.objects.select_for_update().get(pk=user_id)
    if user.kind == User.Kind.STAFF or not user.id_doc_number or not user.is_active:
        raise Refused(_("该账号没有登记证件或已停用，不能登记窗口核验。"))
    check = IdentityCheck.objects.create(
        user=user,
        kind=IdentityCheck.Kind.REAL_PERSON,
        provider=IdentityCheck.Provider.COUNTER,
        transaction_id=f"counter-{secrets.token_hex(8)}",
        id_doc_hash=document_hash(user),
        passed_at=timezone.now(),
    )
    detail = {"check": check.pk, "reason": reason, "document": user.id_doc_type}
    record(actor, "record_counter_check", user, detail, address)
    return check


def note_vouched_name(
    user: User, provider: str, subject: str, number: str, address: str | None = None
) -> None:
    """Somebody has signed in by a system that has verified her name and document: 实名认证."""
    transaction_id = f"{subject}-{secrets.token_hex(8)}"
    note_vouched(user, IdentityCheck.Kind.REAL_NAME, provider, transaction_id, number, address)


def note_vouched(
    user: User,
    kind: str,
    provider: str,
    transaction_id: str,
    number: str,
    address: str | None = None,
) -> None:
    """A login says each time what its system has verified; noted once for each document."""
    document = keyed_hash(number)
    known = IdentityCheck.objects.filter(
        user=user, kind=kind, provider=provider, id_doc_hash=document
    )
    if not known.exists():
        record_check(user, kind, provider, transaction_id, id_doc_hash=document, address=address)


def begin(
    token: str, session_key: str, checker: FaceCheck, return_to: str, address: str | None = None
) -> str:
    """The phone takes the ticket up. Returns the address of the page that looks at the face.

    Raises Refused, AlipayError, QrTicket.DoesNotExist. The same phone may begin again.
    """
    order = secrets.token_hex(16)

    def check(ticket: QrTicket) -> str:
        return obstacle_for_phone(ticket, PURPOSE, session_key)

    def take_up(ticket: QrTicket) -> None:
        if ticket.state == State.WAITING:
            ticket.state = State.SCANNED
            ticket.scanner_hash = hash_of(session_key)
            ticket.expires_at = timezone.now() + CHECK_LIFETIME

    ticket = step(token, check, take_up, None, address)
    person = ticket.user
    assert person is not None
    number = checker.begin(
        person.full_name, person.id_doc_type, person.id_doc_number, order, return_to
    )

    def note(ticket: QrTicket) -> None:
        ticket.transaction_id = number
        ticket.id_doc_hash = person.id_doc_hash or ""
        record(person, "begin_identity_check", ticket, {}, address)

    step(token, check, note, None, address)
    return checker.page(number)


def finish(token: str, checker: FaceCheck, address: str | None = None) -> bool:
    """Asks how the check went, and writes it down. Whether it has passed.

    Whoever knows the token may ask: what counts is the answer of the other side, and it counts
    for the person the ticket was issued to.
    """

    def check(ticket: QrTicket) -> str:
        found = obstacle_of(ticket, PURPOSE)
        return found or ("" if ticket.transaction_id else "not_yet")

    number = step(token, check, lambda _ticket: None, None, address).transaction_id
    passed = checker.has_passed(number)

    def check_again(ticket: QrTicket) -> str:
        return check(ticket) or ("" if ticket.transaction_id == number else "taken")

    def close(ticket: QrTicket) -> None:
        assert ticket.user is not None
        if not passed:
            ticket.state = State.REFUSED
            record(ticket.user, "fail_identity_check", ticket.user, {}, address)
            return
        ticket.state = State.USED
        record_check(
            ticket.user,
            IdentityCheck.Kind.REAL_PERSON,
            checker.provider,
            number,
            id_doc_hash=ticket.id_doc_hash,
            address=address,
        )

    step(token, check_again, close, None, address)
    return passed
