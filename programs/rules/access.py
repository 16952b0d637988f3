"""Who may see and do what: `(user, application) → bool`."""

from accounts.models import StaffPosition, User
from accounts.rules import acts_for, holds_position
from programs.models import Application
from programs.states import EDITABLE, Action, State

#: Actions of the applicant's side; the others belong to the office where the application is.
APPLICANT_ACTIONS = frozenset({Action.SUBMIT, Action.REPORT_UP})
#: Roles that read applications; a system administrator looks after accounts, not after files.
OVERSEERS = frozenset(StaffPosition.Role) - {StaffPosition.Role.SYSTEM_ADMIN}
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
    """Staff read what was submitted in their district; those of the city read everything."""
    if application.submitted_at is None:
        return False
    districts = overseen_districts(user)
    return districts is None or application.district_id in districts


def overseen_districts(user: User) -> frozenset[str] | None:
    """The districts whose submitted applications the user may read; None is the whole city.

    A position in an office of the city, or in no office at all, is one for the whole city.
    """
    if not (user.is_active and user.is_staff):
        return frozenset()
    found = StaffPosition.objects.filter(user=user, role__in=OVERSEERS)
    districts = frozenset(found.values_list("office__district_id", flat=True))
    return None if None in districts else districts


def may(user: User | None, action: Action, application: Application) -> bool:
    """Whether this user may take this action; None is the system."""
    if user is None:
        return action in SYSTEM_ACTIONS
    if action in SYSTEM_ACTIONS:
        return False
    if action in APPLICANT_ACTIONS:
        return can_file(user, application)
    return can_review(user, application)
