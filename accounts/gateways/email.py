"""E-mail through Django's configured backend."""

import datetime as dt
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.gateways.base import Message, Never, TryLater

PERMANENT = 500


class EmailGateway:
    """Mail servers cannot be asked what they took, so an interrupted mail is sent again.

    It carries the same Message-ID then, by which mailboxes know it as the same mail.
    """

    name = "email"
    settling = dt.timedelta(minutes=2)

    def send(self, message: Message) -> str:
        message_id = f"<{message.id}@{_domain()}>"
        mail = EmailMessage(
            message.subject,
            message.body,
            to=[message.to],
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
        )
        try:
            mail.send()
        except smtplib.SMTPAuthenticationError as error:
            raise TryLater(f"{error.smtp_code} authentication failed") from error
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(max(code for code, _text in error.recipients.values())) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code) from error
        except OSError as error:  # smtplib's other errors are OSErrors, as are broken connections
            raise TryLater(type(error).__name__) from error
        return message_id

    def find(self, message: Message) -> str | None:
        return None


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _refusal(code: int) -> Never | TryLater:
    text = f"{code}"
    return Never(text) if code >= PERMANENT else TryLater(text)
