"""What every gateway promises, whichever company runs it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """One message as a gateway needs it."""

    id: str
    """Ours, given to the gateway so that it can be asked about the message later."""
    to: str
    subject: str
    body: str
    template: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    tried_at: dt.datetime | None = None
    """When it was handed over before, if it was."""


class Gateway(Protocol):
    """A way out. Both methods block for a few seconds at most."""

    name: str
    settling: dt.timedelta
    """How long after a try `find` may still overlook what the gateway has accepted."""

    def send(self, message: Message) -> str:
        """Hands the message over; returns the gateway's reference. Raises one of the below."""

    def find(self, message: Message) -> str | None:
        """The reference of a message handed over before; None when the gateway does not know it.

        Raises `TryLater` when the gateway cannot say.
        """


class GatewayError(Exception):
    """The gateway did not take the message; the text is shown to staff."""


class TryLater(GatewayError):
    """Not taken, but it may be later: overload, limits, a refused connection."""


class Never(GatewayError):
    """Not taken, and asking again changes nothing: no such number, no such template."""


class Unsure(GatewayError):
    """The connection broke after the message had been sent: it may have been taken."""
