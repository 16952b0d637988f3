"""What a reviewer types is kept until she decides: a session may end, a browser may close."""

from accounts.models import User
from programs.models import Application
from reviews.models import DecisionDraft


def keep_draft(
    user: User, application: Application, opinion: str, marks: dict[str, str]
) -> DecisionDraft | None:
    """Keeps what stands in the form now; nothing typed keeps nothing."""
    if not (opinion or marks):
        drop_draft(user, application)
        return None
    draft, _created = DecisionDraft.objects.update_or_create(
        user=user, application=application, defaults={"opinion": opinion, "marks": marks}
    )
    return draft


def drop_draft(user: User, application: Application) -> None:
    """Forgets it: decided, or emptied by hand."""
    DecisionDraft.objects.filter(user=user, application=application).delete()
