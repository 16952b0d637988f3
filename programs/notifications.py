"""Who is told what when an application changes."""

from accounts.models import User
from accounts.notifications import notify
from programs.models import Application, Transition
from programs.states import State

#: The kind of notification for the state that an application has come to.
KINDS: dict[State, str] = {
    State.PENDING_REVIEW: "application_submitted",
    State.RETURNED: "application_returned",
    State.APPROVED: "application_approved",
    State.REJECTED: "application_rejected",
}


def announce(application: Application, transition: Transition) -> None:
    """Tells the unit's people about a change of state (not about a step between stages)."""
    kind = KINDS.get(State(application.state))
    if kind is None or transition.from_state == transition.to_state:
        return
    people = User.objects.filter(
        memberships__unit=application.unit_id, memberships__is_active=True, is_active=True
    )
    context = {
        "program": str(application.call.program),
        "year": application.call.year,
        "name": application.name or application.unit_name,
        "number": application.number,
        "comment": transition.comment,
    }
    for user in people:
        notify(user, kind, context, link=f"/my/{application.number}/")
