"""Who may see and do what: `(user, application) → bool`."""

from accounts.models import Office, StaffPosition, User
from accounts.rules import acts_for, holds_position
from programs.models import Application
from programs.states import EDITABLE, Action, State

#: Actions of the applicant's side; the others belong to the office where the application is.
APPLICANT_ACTIONS = frozenset({Action.SUBMIT, Action.REPORT_UP})
#: Taken by the system itself, never on a person's behalf.
SYSTEM_ACTIONS = frozenset({Action.RETURN_WITH_UNIT, Action.CONCLUDE_NOTICE})


def can_file(user: User, application: Application) -> bool:
    """Whether the user acts for the unit whose application it is."""
    return acts_for(user, application.unit_id)


def can_edit(user: User, application: Application) -> bool:
    return application.state in EDITABLE and can_file(user, application)


def can_delete(user: User, application: Application) -> bool:
    return (
        application.state == State.DRAFT and application.is_person and can_file(user, application)
    )


def can_review(user: User, application: Application) -> bool:
    """Whether the user decides for the office where the application is now."""
    return application.office_id is not None and holds_position(
        user, StaffPosition.Role.REVIEWER, application.office_id
    )


def can_read(user: User, application: Application) -> bool:
    """Whether the user may open the application: its unit, or staff of its city or district."""
    return can_file(user, application) or can_oversee(user, application)


def can_oversee(user: User, application: Application) -> bool:
    """Staff see what lies in their district; offices of the city see everything submitted."""
    if not user.is_staff or application.submitted_at is None:
        return False
    offices = Office.objects.filter(staffposition__user=user).values_list("district_id", flat=True)
    return any(district in (None, application.district_id) for district in offices)


def may(user: User | None, action: Action, application: Application) -> bool:
    """Whether this user may take this action; None is the system."""
    if user is None:
        return action in SYSTEM_ACTIONS
    if action in SYSTEM_ACTIONS:
        return False
    if action in APPLICANT_ACTIONS:
        return can_file(user, application)
    return can_review(user, application)
