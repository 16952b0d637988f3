"""Sending something once more because staff ask for it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import Delivery, NotificationTemplate, User
from accounts.notifications.telling import DELIVER
from portal.lib.background import enqueue_on_commit
from portal.lib.refusals import Refused

UNDER_WAY = (Delivery.State.QUEUED, Delivery.State.SENDING)
COPIED = (
    "notification_id", "channel", "kind", "address", "address_hash",
    "subject", "body", "parameters", "count",
)  # fmt: skip


@transaction.atomic
def resend(delivery_id: UUID, actor: User, address: str | None = None) -> Delivery:
    """A new delivery of the same message, on its way after the commit; the old one stays.

    The gateway's template number is taken anew: a missing one is why many fail. Raises Refused for
    one that is still on its way, or was sent again already and that is, and for codes.
    """
    original = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
    if original.expires_at:
        raise Refused(_("验证码不能重发，请用户在页面上重新获取。"))
    if original.state in UNDER_WAY or original.resends.filter(state__in=UNDER_WAY).exists():
        raise Refused(_("该消息正在发送，请稍后查看结果。"))
    template = NotificationTemplate.objects.filter(kind=original.kind, medium=original.channel)
    codes = template.values_list("gateway_code", flat=True)
    copy = Delivery.objects.create(
        **{name: getattr(original, name) for name in COPIED},
        gateway_code=original.gateway_code or codes.first() or "",
        due_at=timezone.now(),
        resend_of=original,
    )
    record(actor, "resend_delivery", original, {"new": str(copy.pk)}, address)
    enqueue_on_commit(DELIVER, str(copy.pk))
    return copy
