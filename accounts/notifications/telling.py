"""Writing notifications and their deliveries.

Everything here is rows, written in the transaction of the change that people are told about. A
change that is rolled back tells nobody; a change that is committed tells everybody, whatever dies
afterwards (`carrying` says how).
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import (
    Channel,
    Delivery,
    Notification,
    NotificationTemplate,
    User,
    VerificationCode,
)
from portal.lib.background import enqueue_on_commit
from portal.lib.crypto import keyed_hash
from portal.lib.locks import serialise

from .defaults import default_templates
from .kinds import MANY, label
from .wording import Wording, word

DELIVER = "accounts.tasks.deliver"
CODE = ("verification_code", Channel.SMS)
"""The one template that cannot be switched off: nobody could sign up."""
CODE_LASTS = dt.timedelta(minutes=5)
Templates = dict[tuple[str, str], NotificationTemplate]
Address = tuple[str, str]
"""Channel and address."""


def notify(
    user: User, kind: str, context: Mapping[str, Any], *, link: str = "", gather: str = ""
) -> Notification:
    """Tells one user something, see `notify_all`."""
    return notify_all([user], kind, context, link=link, gather=gather)[0]


def notify_all(
    users: Sequence[User],
    kind: str,
    context: Mapping[str, Any],
    *,
    link: str = "",
    gather: str = "",
) -> list[Notification]:
    """Tells users something; call it inside the transaction of the change.

    `kind` names the templates, `context` fills them, `link` is the path of the page concerned.
    Each gets a line in the inbox, and an SMS and an e-mail where there is an address and an active
    template. `gather` names what belongs together, such as a programme and year: a kind that has
    templates for many waits a moment, and what comes meanwhile joins the waiting message.
    """
    values = {**context, **_common(link)}
    templates = _templates(kind)
    inbox = templates.get((kind, NotificationTemplate.Medium.INBOX))
    wording = word(inbox, values) if inbox else Wording(label(kind), "")
    notices = Notification.objects.bulk_create(
        Notification(recipient=user, kind=kind, title=wording.subject, body=wording.body, link=link)
        for user in users
    )
    deliveries = []
    waiting = _waiting(users, kind, gather) if gather else {}
    for notice in notices:
        for channel, address in _addresses(notice.recipient):
            key = f"{notice.recipient_id}:{kind}:{gather}" if gather else ""
            many = templates.get((kind + MANY, channel)) if gather else None
            if many and (message := waiting.get((channel, key))):
                _join(message, many, values)
            elif template := templates.get((kind, channel)):
                delivery = _delivery(kind, channel, address, word(template, values))
                delivery.notification = notice
                if many:
                    delivery.gather_key = key
                    delivery.due_at += dt.timedelta(seconds=settings.NOTICE_WINDOW)
                deliveries.append(delivery)
    _hand_over(deliveries)
    return notices


def notify_contact(
    kind: str, context: Mapping[str, Any], *, phone: str = "", email: str = ""
) -> list[Delivery]:
    """Tells somebody who need not have an account, at the addresses given."""
    values = {**context, **_common()}
    templates = _templates(kind)
    deliveries = [
        _delivery(kind, channel, address, word(template, values))
        for channel, address in ((Channel.SMS, phone), (Channel.EMAIL, email))
        if address and (template := templates.get((kind, channel)))
    ]
    return _hand_over(deliveries)


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
    template = _templates(CODE[0])[CODE]
    delivery = _delivery(*CODE, phone, word(template, values))
    delivery.gateway_code = delivery.gateway_code or settings.SMS_TEMPLATE
    delivery.expires_at = delivery.due_at + valid_for
    return _hand_over([delivery])[0]


def _common(link: str = "") -> dict[str, str]:
    """What every wording may mention, see `kinds.COMMON`."""
    return {"portal": settings.SMS_SIGN_NAME, "link": f"{settings.SITE_URL}{link}"}


def _templates(kind: str) -> Templates:
    """The templates in use; one that is not stored (yet) is as the file has it."""
    kinds = (kind, kind + MANY)
    stored = {(t.kind, t.medium): t for t in NotificationTemplate.objects.filter(kind__in=kinds)}
    known = {key: t for key, t in default_templates().items() if key[0] in kinds}
    return {key: t for key, t in {**known, **stored}.items() if t.is_active or key == CODE}


def _addresses(user: User) -> list[Address]:
    addresses = ((Channel.SMS, user.phone), (Channel.EMAIL, user.email))
    return [(channel, address) for channel, address in addresses if address]


def _waiting(users: Sequence[User], kind: str, gather: str) -> dict[tuple[str, str], Delivery]:
    """Locked messages of the kind that have not been tried yet, by channel and key.

    One change at a time for each user: two would otherwise both find nothing waiting and write a
    message each.
    """
    keys = [f"{pk}:{kind}:{gather}" for pk in sorted(user.pk for user in users)]
    serialise(*(f"gather {key}" for key in keys))
    found = Delivery.objects.select_for_update(skip_locked=True).filter(
        state=Delivery.State.QUEUED, attempts=0, gather_key__in=keys
    )
    return {(delivery.channel, delivery.gather_key): delivery for delivery in found}


def _join(message: Delivery, template: NotificationTemplate, values: dict[str, Any]) -> None:
    """Makes a waiting message speak of one more."""
    message.count += 1
    _put(message, word(template, {**values, "count": message.count}))
    message.save(update_fields=["count", *_WORDED])


def _delivery(kind: str, channel: str, address: str, wording: Wording) -> Delivery:
    delivery = Delivery(
        kind=kind,
        channel=channel,
        address=address,
        address_hash=keyed_hash(address),
        due_at=timezone.now(),
    )
    _put(delivery, wording)
    return delivery


_WORDED = ("subject", "body", "gateway_code", "parameters")


def _put(delivery: Delivery, wording: Wording) -> None:
    sign = f"【{settings.SMS_SIGN_NAME}】" if delivery.channel == Channel.SMS else ""
    delivery.subject = wording.subject
    delivery.body = sign + wording.body
    delivery.gateway_code = wording.gateway_code
    delivery.parameters = json.dumps(wording.parameters, ensure_ascii=False)


def _hand_over(deliveries: list[Delivery]) -> list[Delivery]:
    """Stores deliveries; those that are due now are enqueued after the commit."""
    Delivery.objects.bulk_create(deliveries)
    now = timezone.now()
    for delivery in deliveries:
        if delivery.due_at <= now:
            enqueue_on_commit(DELIVER, str(delivery.pk))
    return deliveries
