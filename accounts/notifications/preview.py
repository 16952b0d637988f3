"""How a template will look, filled with examples."""

from dataclasses import dataclass
from math import ceil

from django.conf import settings

from accounts.models import NotificationTemplate

from .kinds import samples
from .wording import word

SINGLE, PART = 70, 67
"""Characters of one SMS, and of each part of a longer one; every part is paid for."""


@dataclass(frozen=True)
class Preview:
    """A filled template. `parts` counts the SMS it takes; 0 for other ways of telling."""

    medium: str
    subject: str
    body: str
    length: int
    parts: int


def preview(template: NotificationTemplate) -> Preview:
    """The template with the examples of its kind."""
    wording = word(template, samples(template.kind))
    is_sms = template.medium == NotificationTemplate.Medium.SMS
    body = f"【{settings.SMS_SIGN_NAME}】{wording.body}" if is_sms else wording.body
    length = len(body)
    parts = (1 if length <= SINGLE else ceil(length / PART)) if is_sms else 0
    return Preview(template.medium, wording.subject, body, length, parts)
