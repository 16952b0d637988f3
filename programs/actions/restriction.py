"""限制处理: a filing that has to be kept, about somebody who had her account erased."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.models import User
from programs.models import Application
from programs.notifications import announce_restriction


@transaction.atomic
def restrict(application_id: int, actor: User, address: str | None = None) -> Application:
    """From now on the filing is only stored: the door lets through nothing but its end.

    Nothing is due on it any more, and a unit that has filed it is told. A second call changes
    nothing.
    """
    application = Application.objects.select_for_update().get(pk=application_id)
    if application.is_restricted:
        return application
    application.restricted_at = timezone.now()
    application.due_on = None
    application.save(update_fields=["restricted_at", "due_on", "updated_at"])
    record(actor, "restrict_application", application, {"number": application.number}, address)
    announce_restriction(application)
    return application
