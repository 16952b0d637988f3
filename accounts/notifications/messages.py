"""What a delivery says: its template, filled."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from accounts.models import Channel, Delivery, NotificationTemplate
from accounts.reference import Kept

from .defaults import default_templates
from .kinds import MANY
from .wording import word

CODE = ("verification_code", Channel.SMS)
ALWAYS = (CODE, ("unit_registered", Channel.SMS), ("activation_code", Channel.SMS))
"""Templates that cannot be switched off: nobody could sign up, or open a new account."""
WORDED = ("subject", "body", "gateway_code", "parameters")
"""The columns of a delivery that its wording fills."""
Templates = dict[tuple[str, str], NotificationTemplate]
"""By kind and medium."""


def templates_of(kind: str) -> Templates:
    """The templates in use for the kind, and for many of it."""
    known = _templates.get()
    keys = [
        (k, medium) for k in (kind, kind + MANY) for medium in NotificationTemplate.Medium.values
    ]
    found = ((key, known[key]) for key in keys if key in known)
    return {key: template for key, template in found if template.is_active or key in ALWAYS}


def _all_templates() -> Templates:
    """Every template; one that is not stored (yet) is as the file has it."""
    stored = NotificationTemplate.objects.order_by()
    return {**default_templates(), **{(t.kind, t.medium): t for t in stored}}


_templates = Kept(_all_templates)


def put(delivery: Delivery, template: NotificationTemplate, values: Mapping[str, Any]) -> None:
    """Has the delivery say what the template makes of the values."""
    wording = word(template, values)
    sign = f"【{settings.SMS_SIGN_NAME}】" if delivery.channel == Channel.SMS else ""
    delivery.subject = wording.subject
    delivery.body = sign + wording.body
    delivery.gateway_code = wording.gateway_code
    delivery.parameters = json.dumps(wording.parameters, ensure_ascii=False)


def speak_of_all(delivery: Delivery) -> bool:
    """Words a waiting message that others have joined for all of them; tells whether it did.

    The first claim fixes the wording: the gateway never gets two texts under one id. A template
    that was switched off meanwhile still serves those who have joined.
    """
    is_waiting = delivery.state == Delivery.State.QUEUED and not delivery.attempts
    if not (is_waiting and delivery.gather_key and delivery.count > 1):
        return False
    template = _templates.get().get((delivery.kind + MANY, delivery.channel))
    if template is None:
        return False
    put(delivery, template, {**delivery.context, "count": delivery.count})
    return True
