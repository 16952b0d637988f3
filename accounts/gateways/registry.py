"""Which gateway carries what. A gateway's module, with its SDK, is loaded when it is chosen."""

from functools import cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.gateways.base import Gateway

SMS_GATEWAYS = {
    "outbox": "accounts.gateways.outbox.OutboxGateway",
    "aliyun": "accounts.gateways.aliyun.AliyunGateway",
    "tencent": "accounts.gateways.tencent.TencentGateway",
}
EMAIL_GATEWAY = "accounts.gateways.email.EmailGateway"


def gateway_for(channel: str) -> Gateway:
    """The gateway of a channel, as the settings choose it."""
    return load(EMAIL_GATEWAY if channel == "email" else SMS_GATEWAYS[settings.SMS_GATEWAY])


@cache
def load(path: str) -> Gateway:
    """One gateway of a kind for each process: their clients keep connections."""
    return cast(Gateway, import_string(path)())
