"""Showing a masked number to somebody who has a reason to see it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.actions.audit import MIN_REASON, REVEAL_DOCUMENT, record
from accounts.models import User
from programs.models import Application
from reviews.queries.sheet import filed_answers


@transaction.atomic
def reveal_answer(
    actor: User, application: Application, key: str, reason: str, address: str | None
) -> str:
    """The plain value of a sensitive answer, after writing down who wanted to see it and why.

    The caller has checked that the actor may see the application. Raises ValidationError without
    a reason worth reading, Http404 for an answer that is not masked.
    """
    item = application.form.fields.get(key)
    if item is None or not item.is_sensitive:
        raise Http404
    stated = reason.replace("\x00", "").strip()
    if len(stated) < MIN_REASON:
        raise ValidationError(_("请写明查看原因（至少 4 个字），将记入审计日志。"))
    detail = {"field": key, "number": application.number, "reason": stated[:200]}
    record(actor, REVEAL_DOCUMENT, application, detail, address)
    return str(filed_answers(application).get(key, ""))
