"""Carrying deliveries out, each exactly once, whatever dies.

A row is claimed under a lock, the gateway is called outside any transaction, the result is
written. `due_at` is always when somebody has to look at the row next, so a worker that dies leaves
a row that comes due again. By then the message may be out already; therefore a row found in
`sending` is never simply sent again: the gateway is asked first whether it knows our id, and only
its "no", given after it had time to settle, leads to another try. Where nobody can be asked
(e-mail) the second copy carries the same Message-ID, and mailboxes show one.
"""

import datetime as dt
import json

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gateways.base import Gateway, Message, Never, TryLater, Unsure
from accounts.gateways.registry import gateway_for
from accounts.models import Delivery, DeliveryAttempt

from .messages import WORDED, speak_of_all

SENDING, QUEUED = Delivery.State.SENDING, Delivery.State.QUEUED
#: Seconds to wait after the first, second … failure; after the last, staff have to resend.
RETRY_AFTER = (30, 120, 600, 1800, 7200, 21600)


def claim(delivery_id: str) -> Delivery | None:
    """Claims one delivery; None when it is not due, is done, or somebody else has it."""
    return _claim(Delivery.objects.filter(pk=delivery_id))


def claim_due() -> Delivery | None:
    """Claims the delivery that has been due for longest."""
    return _claim(Delivery.objects.order_by("due_at"))


def _claim(deliveries: QuerySet[Delivery]) -> Delivery | None:
    """The first that is due, as it was before the claim: in `sending` if somebody died on it."""
    now = timezone.now()
    due = deliveries.filter(Q(state=QUEUED) | Q(state=SENDING), due_at__lte=now)
    with transaction.atomic():
        delivery = due.select_for_update(skip_locked=True).first()
        if delivery is None:
            return None
        if speak_of_all(delivery):
            delivery.save(update_fields=WORDED)
        settling = gateway_for(delivery.channel).settling
        Delivery.objects.filter(pk=delivery.pk).update(
            state=SENDING, claimed_at=now, due_at=now + settling, attempts=F("attempts") + 1
        )
    delivery.attempts += 1
    return delivery


def carry_out(delivery: Delivery) -> None:
    """Sends a claimed delivery, or finds out that it was sent, and writes down the result."""
    gateway = gateway_for(delivery.channel)
    interrupted = delivery.state == SENDING
    if delivery.expires_at and delivery.expires_at <= timezone.now() and not interrupted:
        _finish(delivery, gateway, Delivery.State.FAILED, _("已过有效期，不再发送"))
        return
    try:
        reference = _find(gateway, delivery) if interrupted else None
        reference = reference or gateway.send(_message(delivery))
    except Unsure as error:
        _wait(delivery, gateway, SENDING, gateway.settling, str(error))
    except TryLater as error:
        _wait(delivery, gateway, QUEUED, _pause(delivery), str(error))
    except Never as error:
        _finish(delivery, gateway, Delivery.State.FAILED, str(error))
    else:
        _finish(delivery, gateway, Delivery.State.SENT, reference=reference)


def _find(gateway: Gateway, delivery: Delivery) -> str | None:
    try:
        return gateway.find(_message(delivery))
    except TryLater as error:
        raise Unsure(str(error)) from error


def _message(delivery: Delivery) -> Message:
    return Message(
        id=str(delivery.pk),
        to=delivery.address,
        subject=delivery.subject,
        body=delivery.body,
        template=delivery.gateway_code,
        parameters=json.loads(delivery.parameters or "{}"),
        tried_at=delivery.claimed_at,
    )


def _pause(delivery: Delivery) -> dt.timedelta:
    place = min(delivery.attempts, len(RETRY_AFTER)) - 1
    return dt.timedelta(seconds=RETRY_AFTER[place])


def _wait(
    delivery: Delivery, gateway: Gateway, state: str, pause: dt.timedelta, message: str
) -> None:
    """Leaves the delivery for a later try, unless it has had all of them."""
    if delivery.attempts > len(RETRY_AFTER):
        _finish(delivery, gateway, Delivery.State.FAILED, message)
        return
    with transaction.atomic():
        _record(delivery, gateway, message, succeeded=False)
        _held(delivery).update(state=state, due_at=timezone.now() + pause)


def _finish(
    delivery: Delivery,
    gateway: Gateway,
    state: str,
    message: str = "",
    *,
    reference: str = "",
) -> None:
    sent = state == Delivery.State.SENT
    with transaction.atomic():
        _record(delivery, gateway, message or reference, succeeded=sent)
        _held(delivery).update(
            state=state,
            sent_at=timezone.now() if sent else None,
            gateway_reference=reference[:80],
        )


def _held(delivery: Delivery) -> QuerySet[Delivery]:
    """The row while our claim stands: a later claim counts another attempt."""
    return Delivery.objects.filter(pk=delivery.pk, state=SENDING, attempts=delivery.attempts)


def _record(delivery: Delivery, gateway: Gateway, message: str, *, succeeded: bool) -> None:
    DeliveryAttempt.objects.create(
        delivery=delivery, gateway=gateway.name, succeeded=succeeded, message=message[:300]
    )
