"""Writing notifications and their deliveries.

Everything here is rows, written in the transaction of the change that people are told about. A
change that is rolled back tells nobody; a change that is committed tells everybody, whatever dies
afterwards (`carrying` says how).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import (
    Channel,
    Delivery,
    Notification,
    NotificationTemplate,
    Unit,
    User,
    VerificationCode,
)
from portal.lib.background import enqueue_on_commit
from portal.lib.crypto import keyed_hash
from portal.lib.locks import serialise
from portal.lib.sql import rows

from .kinds import MANY, label, samples
from .messages import CODE, Templates, put, templates_of
from .wording import Wording, word

DELIVER = "accounts.tasks.deliver"
CODE_LASTS = dt.timedelta(minutes=5)
Address = tuple[str, str]
"""Channel and address."""


def notify(
    user: User,
    kind: str,
    context: Mapping[str, Any],
    *,
    link: str = "",
    gather: str = "",
    unit: Unit | None = None,
) -> Notification:
    """Tells one user something, see `notify_all`."""
    return notify_all([user], kind, context, link=link, gather=gather, unit=unit)[0]


def notify_all(
    users: Sequence[User],
    kind: str,
    context: Mapping[str, Any],
    *,
    link: str = "",
    gather: str = "",
    unit: Unit | None = None,
) -> list[Notification]:
    """Tells users something; call it inside the transaction of the change.

    `kind` names the templates, `context` fills them, `link` is the path of the page concerned,
    `unit` the unit whose business it is (none where it is the user's own).
    Each gets a line in the inbox, and an SMS and an e-mail where there is an address and an active
    template. `gather` names what belongs together, such as a programme and year: a kind that has
    templates for many waits a moment, and what comes meanwhile joins the waiting message.
    """
    values = {**context, **_common(link)}
    templates = templates_of(kind)
    inbox = templates.get((kind, NotificationTemplate.Medium.INBOX))
    wording = word(inbox, values) if inbox else Wording(label(kind), "")
    notices = Notification.objects.bulk_create(
        Notification(
            recipient=user,
            unit=unit,
            kind=kind,
            title=wording.subject,
            body=wording.body,
            link=link,
        )
        for user in users
    )
    keys = {user.pk: f"{user.pk}:{kind}:{gather}" for user in users}
    joined = _join(list(keys.values()), kind, templates) if gather else frozenset()
    deliveries = []
    for notice in notices:
        key = keys[notice.recipient_id]
        for channel, address in _addresses(notice.recipient):
            template = templates.get((kind, channel))
            if template is None or (channel, key) in joined:
                continue
            delivery = _delivery(kind, channel, address, template, values)
            delivery.notification = notice
            if gather and (kind + MANY, channel) in templates:
                _have_wait(delivery, key, values)
            deliveries.append(delivery)
    _hand_over(deliveries)
    return notices


def notify_contact(
    kind: str,
    context: Mapping[str, Any],
    *,
    phone: str = "",
    email: str = "",
    link: str = "",
    gather: str = "",
    valid_for: dt.timedelta | None = None,
) -> list[Delivery]:
    """Tells somebody who need not have an account, at the addresses given; `link` and `gather` as
    in `notify_all`.

    What holds a code is not sent after it has expired, and the log hides its digits.
    """
    values = {**context, **_common(link)}
    templates = templates_of(kind)
    deliveries = [
        _delivery(kind, channel, address, template, values)
        for channel, address in ((Channel.SMS, phone), (Channel.EMAIL, email))
        if address and (template := templates.get((kind, channel)))
    ]
    for delivery in deliveries:
        delivery.expires_at = delivery.due_at + valid_for if valid_for else None
    return _hand_over(_gathered(deliveries, kind, gather, templates, values))


def _gathered(
    deliveries: list[Delivery],
    kind: str,
    gather: str,
    templates: Templates,
    values: Mapping[str, Any],
) -> list[Delivery]:
    """What is left of the messages to a contact once those have joined that can."""
    able = [d for d in deliveries if gather and (kind + MANY, d.channel) in templates]
    keys = {id(d): f"{d.address_hash[:32]}:{kind}:{gather}" for d in able}
    joined = _join(list(keys.values()), kind, templates) if able else frozenset()
    for delivery in able:
        _have_wait(delivery, keys[id(delivery)], values)
    return [d for d in deliveries if (d.channel, keys.get(id(d), "")) not in joined]


def send_code_message(
    phone: str, code: str, purpose: str, *, valid_for: dt.timedelta = CODE_LASTS
) -> Delivery:
    """Sends a verification code at once; it is never sent after it has expired.

    `purpose` is one of `VerificationCode.Purpose`.
    """
    values = {
        "code": code,
        "purpose": VerificationCode.Purpose(purpose).label,
        "minutes": max(1, round(valid_for.total_seconds() / 60)),
    }
    template = templates_of(CODE[0])[CODE]
    delivery = _delivery(*CODE, phone, template, values)
    delivery.gateway_code = delivery.gateway_code or settings.SMS_TEMPLATE
    delivery.expires_at = delivery.due_at + valid_for
    return _hand_over([delivery])[0]


def _common(link: str = "") -> dict[str, str]:
    """What every wording may mention, see `kinds.COMMON`."""
    return {"portal": settings.SMS_SIGN_NAME, "link": f"{settings.SITE_URL}{link}"}


def _addresses(user: User) -> list[Address]:
    addresses = ((Channel.SMS, user.phone), (Channel.EMAIL, user.email))
    return [(channel, address) for channel, address in addresses if address]


def _join(keys: Sequence[str], kind: str, templates: Templates) -> frozenset[tuple[str, str]]:
    """Has waiting messages of the kind speak of one more; channel and key of those there were.

    One change at a time for each recipient: two would otherwise both find nothing waiting and write
    a message each. What the message says is worded when it is sent, see `messages.speak_of_all`.
    """
    keys = sorted(set(keys))
    channels = [channel for of, channel in templates if of == kind + MANY]
    serialise(*(f"gather {key}" for key in keys))
    joined = rows(_ONE_MORE, [Delivery.State.QUEUED, channels, keys])
    return frozenset((channel, key) for channel, key in joined)


_ONE_MORE = """
UPDATE accounts_delivery SET count = count + 1
WHERE state = %s AND attempts = 0 AND channel = ANY(%s) AND gather_key = ANY(%s)
RETURNING channel, gather_key
"""


def _have_wait(delivery: Delivery, key: str, values: Mapping[str, Any]) -> None:
    """Lets others join the message for a moment."""
    delivery.gather_key = key
    delivery.due_at += dt.timedelta(seconds=settings.NOTICE_WINDOW)
    shared = samples(delivery.kind + MANY).keys() & values.keys()
    delivery.context = {name: str(values[name]) for name in shared}


def _delivery(
    kind: str,
    channel: str,
    address: str,
    template: NotificationTemplate,
    values: Mapping[str, Any],
) -> Delivery:
    delivery = Delivery(
        kind=kind,
        channel=channel,
        address=address,
        address_hash=keyed_hash(address),
        due_at=timezone.now(),
    )
    put(delivery, template, values)
    return delivery


def _hand_over(deliveries: list[Delivery]) -> list[Delivery]:
    """Stores deliveries; those that are due now are enqueued after the commit."""
    Delivery.objects.bulk_create(deliveries)
    now = timezone.now()
    for delivery in deliveries:
        if delivery.due_at <= now:
            enqueue_on_commit(DELIVER, str(delivery.pk))
    return deliveries
