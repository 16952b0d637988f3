"""Applications that have reached their public notice, and notices of them."""

from typing import Any

from accounts.models import User
from programs.models import Application, Call
from programs.states import Action, State
from programs.workflow import move
from reviews.actions.notices import publish
from reviews.models import PublicNotice
from reviews.noticing import Terms
from reviews.queries.notices import Scope, fingerprint, notice_stage, publishable, waiting

from .disbursement import hired, hiring_unit
from .own import clerk_of, draft_own_application, hand_over, make_identified_person
from .people import make_reviewer, make_staff


def reach_notice(application: Application) -> Application:
    """Through the offices that come before the notice."""
    while application.state != State.ON_NOTICE:
        assert application.office
        application = move(application.pk, Action.APPROVE, make_reviewer(application.office))
    return application


def noticed_people(**changes: Any) -> tuple[Application, Application]:
    """Two people whom a unit has hired, both before the public; `changes` are of the second."""
    unit_part = hiring_unit()
    first = hired(unit_part, name="文徵明", mobile="13712340056")
    return reach_notice(first), reach_notice(hired(unit_part, **changes))


def noticed_person(call: Call | None = None, **fields: Any) -> Application:
    """A person who has filed for herself and agreed to be published, before the public."""
    person = make_identified_person(**fields)
    application = hand_over(draft_own_application(person, call=call))
    reported = move(application.pk, Action.REPORT_UP, clerk_of(application))
    return reach_notice(reported)


def terms(*columns: str, **changes: Any) -> Terms:
    said: dict[str, Any] = {
        "title": "关于2026年度名单的公示",
        "issuer": "苏州市人才办公室",
        "phone": "0512-12345",
        "days": 5,
        **changes,
    }
    return Terms(columns=columns, **said)


def scope_for(application: Application) -> Scope:
    return Scope(application.call, notice_stage(application.call, application.stage))


def publish_for(
    application: Application, *columns: str, actor: User | None = None, **changes: Any
) -> PublicNotice:
    """A notice of everybody who waits in the call of this application."""
    scope = scope_for(application)
    seen = fingerprint(publishable(waiting(scope)))
    actor = actor or make_staff("program_manager")
    return publish(scope, terms(*columns, **changes), seen, actor)
