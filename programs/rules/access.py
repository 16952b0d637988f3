"""Who may see and do what: `(user, application) → bool`."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import StaffPosition, User
from accounts.positions import holds_position, positions_of
from accounts.rules import UnitMembers, acts_as_self, acts_for
from programs.models import Application
from programs.states import EDITABLE, PAYING, Action, State

#: Actions of whoever files; those of the unit to which a person has handed her own application;
#: the others belong to the office where the application is.
APPLICANT_ACTIONS = frozenset(
    {Action.SUBMIT, Action.WITHDRAW, Action.REVISE, Action.REQUEST_RECEIPT}
)
UNIT_ACTIONS = frozenset({Action.REPORT_UP, Action.RETURN})
#: Roles that read applications; a system administrator looks after accounts, not after files.
OVERSEERS = frozenset(StaffPosition.Role) - {StaffPosition.Role.SYSTEM_ADMIN}
#: Of those who pay what the offices have granted.
PAYING_ACTIONS = PAYING - APPLICANT_ACTIONS
PAYERS = frozenset({StaffPosition.Role.FINANCE, StaffPosition.Role.PROGRAM_MANAGER})
#: Taken by the system itself, never on a person's behalf.
SYSTEM_ACTIONS = frozenset({Action.RETURN_WITH_UNIT, Action.CONCLUDE_NOTICE})


def can_file(user: User, application: Application, members: UnitMembers | None = None) -> bool:
    """Whether the application is the user's own, or of a unit for which the user acts.

    `members` are those of the unit, where they are needed for more than this.
    """
    if application.is_own:
        return user.is_active and acts_as_self(user) and user.pk == application.applicant_id
    return _acts_for_its_unit(user, application, members)


def can_follow(user: User, application: Application, members: UnitMembers | None = None) -> bool:
    """Whether the user acts for the unit to which a person has handed her own application.

    From then on the unit sees it in its list; a draft is nobody else's.
    """
    handed_over = application.is_own and application.state != State.DRAFT
    return handed_over and _acts_for_its_unit(user, application, members)


def can_report_up(user: User, application: Application, members: UnitMembers | None = None) -> bool:
    """Whether it is for the user to report the application up, or to give it back."""
    return application.state == State.AWAITING_UNIT and can_follow(user, application, members)


def _acts_for_its_unit(user: User, application: Application, members: UnitMembers | None) -> bool:
    """And may do the programme's business there."""
    if members:
        return members.include(user)
    slug = application.call.program.slug
    return application.unit_id is not None and acts_for(user, application.unit_id, slug)


def can_delete(user: User, application: Application) -> bool:
    """Drafts of people, as long as no office has received anything of them."""
    return (
        application.state == State.DRAFT
        and application.is_person
        and application.submitted_at is None
        and can_file(user, application)
    )


def can_review(user: User, application: Application) -> bool:
    """Whether the user decides for the office where the application is now."""
    return application.office_id is not None and holds_position(
        user, StaffPosition.Role.REVIEWER, application.office_id
    )


def can_pay(user: User, application: Application) -> bool:
    """Whether the user starts and confirms payments in the application's district."""
    districts = paying_districts(user)
    return districts is None or application.district_id in districts


def can_read(user: User, application: Application) -> bool:
    """Whether the user may open what it says: who files, the unit that was asked to report it up,
    and staff of its city or district. What a person is still correcting is nobody else's."""
    follows = application.state not in EDITABLE and can_follow(user, application)
    return follows or can_file(user, application) or can_oversee(user, application)


def can_oversee(user: User, application: Application) -> bool:
    """Staff read what was submitted in their district; those of the city read everything."""
    if application.submitted_at is None:
        return False
    districts = overseen_districts(user)
    return districts is None or application.district_id in districts


def overseen_districts(user: User | AnonymousUser) -> frozenset[str | None] | None:
    """The districts whose submitted applications the user may read; None is the whole city.

    A position in an office of the city, or in no office at all, is one for the whole city.
    """
    return districts_of(user, OVERSEERS)


def paying_districts(user: User | AnonymousUser) -> frozenset[str | None] | None:
    """The districts whose granted money the user pays out; None is the whole city."""
    return districts_of(user, PAYERS)


def districts_of(
    user: User | AnonymousUser, roles: frozenset[StaffPosition.Role]
) -> frozenset[str | None] | None:
    """The districts for which the user holds one of the roles; None is the whole city."""
    districts = frozenset(held.district for held in positions_of(user) if held.role in roles)
    return None if None in districts else districts


def noticing_districts(
    user: User | AnonymousUser, office_kind: str | None
) -> frozenset[str | None] | None:
    """The districts whose public notices the user handles; None is the whole city.

    For programme managers, and for reviewers of the offices of the stage, where it has some.
    """
    districts = frozenset(
        held.district
        for held in positions_of(user)
        if held.role == StaffPosition.Role.PROGRAM_MANAGER
        or (office_kind and (held.role, held.office_kind) == ("reviewer", office_kind))
    )
    return None if None in districts else districts


def can_notice(user: User, application: Application) -> bool:
    """Whether the user handles the public notice in which the application is."""
    stage = application.current_stage
    districts = noticing_districts(user, stage.office_kind if stage else None)
    return districts is None or application.district_id in districts


def may(user: User | None, action: Action, application: Application, members: UnitMembers) -> bool:
    """Whether this user may take this action; None is the system."""
    if user is None:
        return action in SYSTEM_ACTIONS
    if action in SYSTEM_ACTIONS:
        return False
    if action in APPLICANT_ACTIONS:
        return can_file(user, application, members)
    if action in PAYING_ACTIONS:
        return can_pay(user, application)
    if action in UNIT_ACTIONS and application.state == State.AWAITING_UNIT:
        return can_report_up(user, application, members)
    if application.state == State.ON_NOTICE:
        return can_notice(user, application)
    return can_review(user, application)
