"""What the SMS platforms have in common: our account there, and how their SDKs fail."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings

from accounts.gateways.base import Message, Never, TryLater, Unsure

CONNECT_SECONDS, READ_SECONDS = 3, 10
MAX_PARAMETER_LENGTH = 35
# Both SDKs reduce a failed connection to a text; these names in it say nothing was sent.
NEVER_CONNECTED = ("NewConnectionError", "ConnectTimeoutError", "NameResolutionError")


@dataclass(frozen=True)
class Account:
    """The `SMS_*` settings. An endpoint may say http:// (tests, a proxy inside the house)."""

    key: str
    secret: str
    sign: str
    app_id: str
    protocol: str
    endpoint: str

    @classmethod
    def from_settings(cls, default_endpoint: str) -> Self:
        address = settings.SMS_ENDPOINT or default_endpoint
        url = urlsplit(address if "://" in address else f"https://{address}")
        return cls(
            key=settings.SMS_ACCESS_KEY,
            secret=settings.SMS_ACCESS_SECRET,
            sign=settings.SMS_SIGN_NAME,
            app_id=settings.SMS_APP_ID,
            protocol=url.scheme,
            endpoint=url.netloc,
        )


def template_of(message: Message) -> str:
    """The platform's number of the message's template; raises Never when there is none."""
    if message.template:
        return message.template
    raise Never("未设置短信平台模板编号")


def parameters_of(message: Message) -> dict[str, str]:
    """The template's parameters in order, none longer than the platforms allow."""
    return {name: shorten(value) for name, value in message.parameters.items()}


def shorten(value: str) -> str:
    one_line = " ".join(value.split())
    if len(one_line) <= MAX_PARAMETER_LENGTH:
        return one_line
    return one_line[: MAX_PARAMETER_LENGTH - 1] + "…"


def broken_connection(text: str) -> TryLater | Unsure:
    """What a network error of an SDK means for the message."""
    if any(name in text for name in NEVER_CONNECTED):
        return TryLater("短信平台无法连接")
    return Unsure("短信平台没有应答")
